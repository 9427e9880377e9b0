package io.mcpbuffet.glue;

/** An earlier or the present state of a table's description. */
record TableVersion(String id, GlueTable table) {}
