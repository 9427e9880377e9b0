package io.mcpbuffet.engine.job;

/** A table of a DuckDB file, attached read-only. */
public record AttachedRelation(String view, String database, String schema, String table) implements Relation {}
