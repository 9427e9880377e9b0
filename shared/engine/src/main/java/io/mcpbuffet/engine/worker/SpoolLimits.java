package io.mcpbuffet.engine.worker;

/** Where the rest of a result is kept, and how much of it. */
record SpoolLimits(String path, int rows, long bytes) {}
