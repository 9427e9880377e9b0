package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowSql;
import java.util.Collection;
import java.util.Optional;

/**
 * Another server's SQL: all of DuckDB's, and of any other dialect what every dialect writes alike.
 *
 * @param duckdb the server's engine is DuckDB
 */
record PeerWords(boolean duckdb) implements RowSql.Words {
    static final String DUCKDB = "duckdb";

    /** A statement is bounded there. */
    private static final int MOST_CHARACTERS = 80_000;

    static PeerWords of(String dialect) {
        return new PeerWords(dialect.equalsIgnoreCase(DUCKDB));
    }

    /** In which a statement over all catalogs of a server is written. */
    static String dialect(Collection<String> ofCatalogs) {
        return ofCatalogs.size() == 1 ? ofCatalogs.iterator().next() : DUCKDB;
    }

    @Override
    public String name(String identifier) {
        return PeerNames.quoted(identifier);
    }

    @Override
    public Optional<String> isNan(String column) {
        return ours("isnan(" + column + ")");
    }

    @Override
    public Optional<String> startsWith(String column, String prefix) {
        return ours("starts_with(" + column + ", " + quoted(prefix) + ")");
    }

    @Override
    public boolean isNarrow(DataType type) {
        return type instanceof DataType.Scalar scalar
                && (scalar.kind() == Kind.BOOLEAN || scalar.kind() == Kind.INT || scalar.kind() == Kind.LONG);
    }

    @Override
    public int longest() {
        return MOST_CHARACTERS;
    }

    @Override
    public Optional<String> literal(Literal literal) {
        String text = String.valueOf(Values.json(literal.value()));
        if (literal.type() instanceof DataType.Decimal decimal) {
            return Optional.of(duckdb ? cast(text, decimal.toString()) : text);
        }
        Kind kind = ((DataType.Scalar) literal.type()).kind();
        return switch (kind) {
            case BOOLEAN, INT, LONG -> Optional.of(text);
            case STRING -> Optional.of(quoted(text)).filter(q -> duckdb || text.indexOf('\\') < 0);
            case DATE -> Optional.of("DATE " + quoted(text));
            case FLOAT, DOUBLE, UUID, TIME -> ours(cast(text, kind.name()));
            case TIMESTAMP, TIMESTAMP_NS -> ours(cast(text, "TIMESTAMP"));
            case TIMESTAMPTZ, TIMESTAMPTZ_NS -> ours(cast(text, "TIMESTAMPTZ"));
            case BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> Optional.empty();
        };
    }

    private Optional<String> ours(String sql) {
        return duckdb ? Optional.of(sql) : Optional.empty();
    }

    private static String cast(String text, String type) {
        return "CAST(" + quoted(text) + " AS " + type + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
