package io.mcpbuffet.engine.job;

/**
 * What the optimizer makes of a statement, as the JSON of EXPLAIN.
 *
 * @param logical every operator, with the filters of each scan
 * @param physical with the columns of each scan
 */
public record Outline(String logical, String physical) {}
