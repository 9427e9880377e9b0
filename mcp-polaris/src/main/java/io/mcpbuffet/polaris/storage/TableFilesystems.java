package io.mcpbuffet.polaris.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.polaris.rest.RestConfig;
import io.mcpbuffet.polaris.rest.RestServer.Delegation;
import io.mcpbuffet.polaris.rest.SignRequest;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;

/** Opens the files of the tables of one catalog. Safe for use by many threads. */
public final class TableFilesystems implements Function<Map<String, String>, FileIO> {
    private final StorageRules rules;
    private final Stores stores;
    private final Function<String, Delegation> renewal;

    private TableFilesystems(StorageRules rules, Stores stores, Function<String, Delegation> renewal) {
        this.rules = rules;
        this.stores = stores;
        this.renewal = renewal;
    }

    /** {@code renewal} gives new credentials of the table that was loaded from a path, {@code signing} has a request signed. */
    public static TableFilesystems of(
            RestConfig config,
            Function<String, Delegation> renewal,
            BiFunction<String, SignRequest, JsonNode> signing) {
        StorageRules rules = StorageRules.of(config);
        return new TableFilesystems(rules, new Stores(rules, new Signatures(signing)), renewal);
    }

    @Override
    public FileIO apply(Map<String, String> settings) {
        return new TableStorage(settings, rules, stores, renewal);
    }
}
