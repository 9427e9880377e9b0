package io.mcpbuffet.engine.job;

import io.mcpbuffet.spi.LocalTables;
import java.util.List;
import java.util.Map;

/** Files read as one table. */
public record FilesRelation(String view, LocalTables.Reader reader, List<String> paths, Map<String, String> options)
        implements Relation {}
