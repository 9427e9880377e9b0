package io.mcpbuffet.glue.external;

import java.util.Map;
import java.util.Optional;

/** Where the files of a Hive-style table or partition lie, and how they are written. Texts are empty where nothing is said. */
public record Storage(
        Optional<String> location,
        String inputFormat,
        String serde,
        Map<String, String> serdeParameters,
        Map<String, String> parameters) {
    public Storage {
        serdeParameters = Map.copyOf(serdeParameters);
        parameters = Map.copyOf(parameters);
    }
}
