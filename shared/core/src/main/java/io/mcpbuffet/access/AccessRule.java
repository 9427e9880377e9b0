package io.mcpbuffet.access;

/** One rule of a list. */
public record AccessRule() {}
