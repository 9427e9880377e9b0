package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the tables of a statement as Snowflake knows them: without the name of the catalog, at the moment asked for, and none that is
 * hidden.
 *
 * @param catalog our name of the account, which may stand before a full name
 */
record TableText(String catalog, Home home, NameFilter filter, Moments moments) {
    /** A statement for Snowflake, with the tables it names as far as they can be told. */
    record Written(String sql, List<PinnedTable> tables) {}

    private record Edit(int start, int end, String text) {}

    /** UNSUPPORTED for a moment that Snowflake has no words for, PERMISSION_DENIED for a hidden table. */
    Written write(SqlGuard.Checked statement, AsOf asOf) {
        List<SqlToken> tokens = statement.tokens();
        List<Edit> edits = new ArrayList<>();
        List<PinnedTable> tables = new ArrayList<>();
        if (statement.kind() == SqlGuard.Kind.LISTING) {
            checkListing(tokens, asOf);
            return new Written(statement.text(), List.of());
        }
        for (FromClauses.Reference reference : FromClauses.in(tokens)) {
            boolean full = isFull(reference.parts());
            if (full) {
                edits.add(new Edit(
                        tokens.get(reference.first()).start(),
                        tokens.get(reference.first() + 2).start(),
                        ""));
            }
            List<String> parts = full ? reference.parts().subList(1, 4) : reference.parts();
            check(parts);
            Optional<TableRef> table = table(parts);
            AsOf moment = reference.moved() ? AsOf.LATEST : moments.of(table, asOf);
            if (!(moment instanceof AsOf.Latest)) {
                int end = tokens.get(reference.last()).end();
                edits.add(new Edit(end, end, TimeTravel.clause(moment)));
            }
            table.map(named -> Moments.pinned(named, reference.moved() ? AsOf.LATEST : asOf, moment))
                    .filter(pinned -> !tables.contains(pinned))
                    .ifPresent(tables::add);
        }
        columns(tokens, edits);
        edits.sort(java.util.Comparator.comparingInt(Edit::start));
        return new Written(edited(statement, edits), tables);
    }

    private boolean isFull(List<String> parts) {
        return parts.size() == 4 && parts.get(0).equalsIgnoreCase(catalog);
    }

    /** A column may be told by the full name of its table, which has five parts then. */
    private void columns(List<SqlToken> tokens, List<Edit> edits) {
        for (int i = 0; i + 8 < tokens.size(); i++) {
            boolean starts = i == 0 || !tokens.get(i - 1).isSymbol(".");
            if (starts
                    && tokens.get(i).isName()
                    && tokens.get(i).stored().equalsIgnoreCase(catalog)
                    && five(tokens, i)) {
                edits.add(new Edit(tokens.get(i).start(), tokens.get(i + 2).start(), ""));
            }
        }
    }

    private static boolean five(List<SqlToken> tokens, int from) {
        for (int i = 1; i < 9; i += 2) {
            boolean last = i == 7 && tokens.get(from + 8).isSymbol("*");
            if (!tokens.get(from + i).isSymbol(".")
                    || !(tokens.get(from + i + 1).isName() || last)) {
                return false;
            }
        }
        return true;
    }

    private void check(List<String> parts) {
        Optional<List<String>> full = home.resolve(parts);
        boolean hidden =
                full.isPresent() && !filter.shows(full.get().get(0), full.get().get(1));
        boolean unknown = full.isEmpty() && !filter.isAll() && parts.size() < 3;
        if (hidden || unknown) {
            String name = Names.quoted(full.orElse(parts));
            throw Rule.HIDDEN.broken(unknown ? "It cannot be told which table " + name + " is" : name + " is hidden");
        }
    }

    private void checkListing(List<SqlToken> tokens, AsOf asOf) {
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported("SHOW and DESCRIBE tell of the present only")
                    .hint("Leave as_of out");
        }
        if (filter.isAll()) {
            return;
        }
        throw Rule.HIDDEN.broken(tokens.get(0).text().toUpperCase(Locale.ROOT)
                + " is not run where a part of the account is hidden; list_tables and describe show the rest");
    }

    private Optional<TableRef> table(List<String> parts) {
        return home.resolve(parts).map(full -> new TableRef(catalog, new Namespace(full.subList(0, 2)), full.get(2)));
    }

    private static String edited(SqlGuard.Checked statement, List<Edit> edits) {
        String sql = statement.sql();
        int at = statement.tokens().get(0).start();
        int end = statement.tokens().get(statement.tokens().size() - 1).end();
        StringBuilder out = new StringBuilder();
        for (Edit edit : edits) {
            out.append(sql, at, edit.start()).append(edit.text());
            at = edit.end();
        }
        return out.append(sql, at, end).toString();
    }
}
