package io.mcpbuffet.model;

import java.util.Optional;

/** A line of a listing. */
public record TableEntry(TableRef table, TableKind kind, Optional<String> format, Optional<String> comment) {}
