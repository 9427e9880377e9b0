package io.mcpbuffet.glue.external;

import java.util.Optional;

/** A column with its type as Hive writes it. */
public record HiveColumn(String name, String type, Optional<String> comment) {}
