package io.mcpbuffet.engine.job;

import java.util.List;

/**
 * Two rows that stand for a table of which only the least and the greatest values are asked for. Literals and types are SQL, made by
 * the host.
 */
public record ValuesRelation(String view, List<Column> columns) implements Relation {
    public ValuesRelation {
        columns = List.copyOf(columns);
    }

    public record Column(String name, String type, String least, String greatest) {}
}
