package io.mcpbuffet.glue;

import static io.mcpbuffet.spi.CatalogProvider.PropertySpec.optional;
import static io.mcpbuffet.spi.CatalogProvider.PropertySpec.secret;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.aws.AwsClients;
import io.mcpbuffet.spi.CatalogProvider.PropertySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of one Glue catalog, with Iceberg's names. Values may be secret, so it is never printed. */
record GlueProperties(Map<String, String> given) {
    static final String REGION = "client.region";
    static final String GLUE_ID = "glue.id";
    static final String LAKE_FORMATION = "glue.lakeformation-enabled";
    static final String NESTED = "nested-catalogs";
    private static final String ROLE = "client.assume-role.arn";
    private static final String ROLE_REGION = "client.assume-role.region";
    private static final String ACCOUNT = "glue.account-id";
    private static final String CALLER_TAG = "client.assume-role.tags.LakeFormationAuthorizedCaller";
    private static final String HTTP = "http-client.type";
    /** Iceberg's own default waits up to 20 seconds before it tries S3 again. */
    private static final Map<String, String> S3_RETRIES =
            Map.of("s3.retry.num-retries", "4", "s3.retry.min-wait-ms", "200", "s3.retry.max-wait-ms", "2000");

    GlueProperties {
        given = Map.copyOf(given);
    }

    static List<PropertySpec> specs() {
        return List.of(
                optional(REGION, "The AWS region, such as `eu-west-1`; without it that of the environment or profile"),
                optional("warehouse", "Where tables lie, such as `s3://lake/warehouse`; reading does not need it"),
                optional(GLUE_ID, "The Data Catalog to read: an account id for another account, or a nested catalog"),
                optional("glue.endpoint", "Another address of Glue, such as that of a VPC endpoint"),
                optional(
                        "client.profile-name",
                        "A profile of `~/.aws/config` and `~/.aws/credentials`, SSO profiles too"),
                optional("client.access-key-id", "A static access key, in place of the AWS default chain"),
                secret("client.secret-access-key", "The secret of the static access key"),
                secret("client.session-token", "The session token, for temporary keys"),
                optional(ROLE, "A role to assume, with the credentials that the properties above or the chain give"),
                secret("client.assume-role.external-id", "The external id that the role asks for"),
                optional(ROLE_REGION, "The region in which the role is assumed"),
                optional("client.assume-role.session-name", "The name of the session, as CloudTrail shows it"),
                optional("client.assume-role.timeout-sec", "How long a session of the role lasts; 3600 by default"),
                optional("client.assume-role.tags.*", "Tags of the session"),
                optional("client.credentials-provider", "A class of yours that gives credentials"),
                secret("client.credentials-provider.*", "What that class is given"),
                optional(
                        LAKE_FORMATION,
                        "`true`: tables that are registered with Lake Formation are read with the credentials it vends; needs `"
                                + ROLE + "`, `" + CALLER_TAG + "` and `" + ACCOUNT + "`"),
                optional(ACCOUNT, "The account of the tables, for Lake Formation"),
                optional(NESTED, "`false`: do not look for catalogs inside the Data Catalog"),
                optional(
                        "glue.skip-name-validation",
                        "`false`: Iceberg tables with names that Hive does not take are refused"),
                optional(
                        AwsClients.CALL_TIMEOUT,
                        "Milliseconds that one call of Glue may take with all its retries; 8000 by default"),
                optional(AwsClients.MAX_TRIES, "How often a call of Glue is tried; 5 by default"),
                optional("io-impl", "Another file reader than Iceberg's S3FileIO"),
                secret("s3.secret-access-key", "The secret of another key for S3"),
                secret("s3.session-token", "The session token of another key for S3"),
                secret("s3.sse.key", "The key of server-side encryption with a key of yours"),
                optional("s3.*", "Iceberg's properties of S3, such as `s3.endpoint` and `s3.path-style-access`"),
                optional("kms.*", "Iceberg's properties of KMS, such as `kms.endpoint`"),
                optional(
                        "http-client.*",
                        "Iceberg's properties of the HTTP client, such as `http-client.proxy-endpoint`"));
    }

    /** INVALID_ARGUMENT where properties do not go together. */
    void check(String catalog) {
        if (has("client.access-key-id") != has("client.secret-access-key")) {
            throw LakeException.invalid("The catalog " + catalog
                    + " has one of client.access-key-id and client.secret-access-key without the other");
        }
        if (given.getOrDefault(HTTP, AwsClients.HTTP_TYPE).equals("apache")) {
            throw LakeException.invalid("The catalog " + catalog + " asks for " + HTTP
                            + " apache, which is not part of this server")
                    .hint("Leave " + HTTP + " out");
        }
        if (lakeFormation() && !(has(ROLE) && has(CALLER_TAG) && has(ACCOUNT))) {
            throw LakeException.invalid("The catalog " + catalog + " has " + LAKE_FORMATION
                            + " without a role to assume, its tag or the account")
                    .hint("Set " + ROLE + ", " + CALLER_TAG + " (as Lake Formation's session tag) and " + ACCOUNT);
        }
    }

    private boolean has(String name) {
        return given.containsKey(name);
    }

    boolean lakeFormation() {
        return Boolean.parseBoolean(given.get(LAKE_FORMATION));
    }

    boolean nested() {
        return Boolean.parseBoolean(given.getOrDefault(NESTED, "true"));
    }

    Optional<String> glueId() {
        return Optional.ofNullable(given.get(GLUE_ID));
    }

    /** Where credentials come from, for messages. */
    String credentials() {
        String base = has("client.access-key-id")
                ? "the access key of the configuration"
                : has("client.profile-name")
                        ? "the profile '" + given.get("client.profile-name") + "'"
                        : has("client.credentials-provider")
                                ? "the class of client.credentials-provider"
                                : "the AWS default chain (environment, web identity, default profile, container,"
                                        + " instance)";
        return has(ROLE) ? base + ", assuming the role " + given.get(ROLE) : base;
    }

    /** What Iceberg's classes are opened with, for one Data Catalog. */
    Map<String, String> iceberg(Optional<String> dataCatalog) {
        Map<String, String> all = new LinkedHashMap<>(S3_RETRIES);
        all.put(HTTP, AwsClients.HTTP_TYPE);
        all.put("glue.skip-name-validation", "true");
        all.putAll(given);
        all.remove(GLUE_ID);
        all.remove(NESTED);
        dataCatalog.ifPresent(id -> all.put(GLUE_ID, id));
        if (has(ROLE_REGION)) {
            all.putIfAbsent(REGION, given.get(ROLE_REGION));
        }
        return AwsClients.configured(all, lakeFormation());
    }
}
