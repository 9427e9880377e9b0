package io.mcpbuffet.engine.push;

import io.mcpbuffet.engine.bind.TableSource;
import io.mcpbuffet.engine.job.StubRelation;
import io.mcpbuffet.engine.job.StubRelation.StubColumn;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.engine.scan.ShownNames;
import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A source with the names that plans call its columns by: they carry the reference and the column's place in the schema. */
record StubTable(TableSource.Pushable source, List<Field> schema) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static StubTable of(TableSource.Pushable source) {
        return new StubTable(source, source.schema());
    }

    /** What is nowhere in a statement if none of the names are. */
    String prefix() {
        return source.view() + "_c";
    }

    String marker() {
        return prefix() + "m";
    }

    private String stub(int index) {
        return prefix() + index;
    }

    /** UNSUPPORTED where the engine cannot read a column's type. */
    StubRelation relation() {
        List<StubColumn> columns = new ArrayList<>();
        List<String> names = ShownNames.of(schema.stream().map(Field::name).toList());
        for (String type : source.types()) {
            columns.add(new StubColumn(stub(columns.size()), names.get(columns.size()), type));
        }
        return new StubRelation(source.view(), marker(), columns);
    }

    /** The column that a name of ours means. */
    Optional<ColumnRef> column(Term.Name name) {
        return index(name.column()).flatMap(index -> ref(schema.get(index), name.below()));
    }

    /** The column that a name of the table means. */
    Optional<ColumnRef> named(Term.Name name) {
        return schema.stream()
                .filter(field -> field.name().equals(name.column()))
                .findFirst()
                .flatMap(field -> ref(field, name.below()));
    }

    private Optional<Integer> index(String stub) {
        String digits = stub.startsWith(prefix()) ? stub.substring(prefix().length()) : "";
        return digits.matches("\\d{1,5}") && Integer.parseInt(digits) < schema.size()
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }

    private static Optional<ColumnRef> ref(Field top, List<String> below) {
        if (top.id().isPresent() && RowMetadata.of(top.id().getAsInt()).isPresent()) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>(List.of(top.name()));
        Field at = top;
        for (String name : below) {
            Optional<Field> child = at.type() instanceof DataType.Struct struct
                    ? struct.fields().stream()
                            .filter(field -> field.name().equalsIgnoreCase(name))
                            .findFirst()
                    : Optional.empty();
            if (child.isEmpty()) {
                return Optional.empty();
            }
            at = child.get();
            path.add(at.name());
        }
        return at.type() instanceof DataType.Struct
                ? Optional.empty()
                : Optional.of(new ColumnRef(path, at.type()))
                        .filter(ref -> Literal.exists(ref.type()) || below.isEmpty());
    }

    /** Names of top-level columns that a text names, in the order of the schema. */
    List<String> columnsIn(String text) {
        Set<Integer> found = new TreeSet<>();
        Matcher matcher = stubs(text);
        while (matcher.find()) {
            index(text, matcher).ifPresent(found::add);
        }
        return found.stream().map(index -> schema.get(index).name()).toList();
    }

    /** Plans write fields of structs without quotes, so a text with a name that is no plain word cannot be read. */
    boolean readable(String text) {
        for (int i = 0; i < schema.size(); i++) {
            if (text.contains(stub(i) + ".") && !plainBelow(schema.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a part of a struct is read without the rest. */
    boolean readsParts(String text) {
        return Pattern.compile(Pattern.quote(prefix()) + "\\d+\\.")
                .matcher(text)
                .find();
    }

    boolean plainNames() {
        return schema.stream().allMatch(field -> PLAIN.matcher(field.name()).matches());
    }

    static boolean plain(String name) {
        return PLAIN.matcher(name).matches();
    }

    private static boolean plainBelow(Field field) {
        return !(field.type() instanceof DataType.Struct struct)
                || struct.fields().stream().allMatch(child -> plain(child.name()) && plainBelow(child));
    }

    /** Whether a field inside of any column has the name. */
    boolean hasBelow(String name) {
        return schema.stream().anyMatch(field -> below(field.type(), name));
    }

    private static boolean below(DataType type, String name) {
        if (type instanceof DataType.Struct struct) {
            return struct.fields().stream()
                    .anyMatch(field -> field.name().equalsIgnoreCase(name) || below(field.type(), name));
        }
        if (type instanceof DataType.ListOf list) {
            return below(list.element().type(), name);
        }
        return type instanceof DataType.MapOf map
                && (below(map.key().type(), name) || below(map.value().type(), name));
    }

    /** A text of a plan in the names of the table. */
    String legible(String text) {
        return stubs(text)
                .replaceAll(found -> Matcher.quoteReplacement(index(text, found)
                        .map(index -> schema.get(index).name())
                        .orElse(found.group())));
    }

    /** Finds names of ours. It begins with a literal, which is looked for many times as fast as the edge of a word. */
    private Matcher stubs(String text) {
        return Pattern.compile(Pattern.quote(prefix()) + "\\d{1,5}\\b").matcher(text);
    }

    private Optional<Integer> index(String text, MatchResult found) {
        boolean inWord = found.start() > 0 && isWord(text.charAt(found.start() - 1));
        return inWord ? Optional.empty() : index(found.group());
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
