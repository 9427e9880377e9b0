package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Glob;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which databases and schemas are shown, by globs of {@code DATABASE} or {@code DATABASE.SCHEMA}. */
record NameFilter(List<Name> include, List<Name> exclude) {
    NameFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** A glob; all schemas are meant where none is given. */
    record Name(Glob database, Optional<Glob> schema) {
        /** The first dot is the one between them. */
        static Name parse(String glob) {
            String[] parts = glob.split("\\.", 2);
            return new Name(new Glob(parts[0]), parts.length > 1 ? Optional.of(new Glob(parts[1])) : Optional.empty());
        }

        boolean fits(String name, String schemaName) {
            return database.matches(name) && (schema.isEmpty() || schema.get().matches(schemaName));
        }
    }

    static NameFilter of(String include, String exclude) {
        return new NameFilter(names(include), names(exclude));
    }

    private static List<Name> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .map(Name::parse)
                .toList();
    }

    /** Whether some schema of the database may be shown. */
    boolean showsDatabase(String database) {
        boolean included = include.isEmpty()
                || include.stream().anyMatch(name -> name.database().matches(database));
        return included
                && exclude.stream()
                        .noneMatch(name ->
                                name.schema().isEmpty() && name.database().matches(database));
    }

    /** Whether nothing is hidden. */
    boolean isAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    boolean shows(String database, String schema) {
        return (include.isEmpty() || include.stream().anyMatch(name -> name.fits(database, schema)))
                && exclude.stream().noneMatch(name -> name.fits(database, schema));
    }
}
