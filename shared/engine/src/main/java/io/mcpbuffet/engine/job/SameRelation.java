package io.mcpbuffet.engine.job;

/** Another name of a relation that stands before it. */
public record SameRelation(String view, String of) implements Relation {}
