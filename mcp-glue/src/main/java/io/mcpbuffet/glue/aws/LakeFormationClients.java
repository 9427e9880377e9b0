package io.mcpbuffet.glue.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.aws.lakeformation.LakeFormationAwsClientFactory;
import software.amazon.awssdk.services.glue.GlueClient;

/** The clients of a catalog under Lake Formation: Iceberg's own, but for Glue. Iceberg makes it by its name. */
public final class LakeFormationClients extends LakeFormationAwsClientFactory {
    private static final long serialVersionUID = 1;

    private LinkedHashMap<String, String> properties;

    @Override
    public void initialize(Map<String, String> given) {
        super.initialize(given);
        properties = new LinkedHashMap<>(given);
    }

    @Override
    public GlueClient glue() {
        return AwsClients.bounded(properties)
                .applyMutation(this::applyAssumeRoleConfigurations)
                .build();
    }
}
