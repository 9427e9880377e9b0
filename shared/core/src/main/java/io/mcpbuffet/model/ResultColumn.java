package io.mcpbuffet.model;

/** A column of a result: its name as the engine gave it (names may repeat) and its type as text. */
public record ResultColumn(String name, String type) {}
