package io.mcpbuffet.snowflake;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which databases and schemas are shown, by globs of {@code DATABASE} or {@code DATABASE.SCHEMA}. */
record NameFilter(List<Pattern> include, List<Pattern> exclude) {
    NameFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    static NameFilter of(String include, String exclude) {
        return new NameFilter(globs(include), globs(exclude));
    }

    private static List<Pattern> globs(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .map(NameFilter::pattern)
                .toList();
    }

    private static Pattern pattern(String glob) {
        String regex = glob.chars()
                .mapToObj(c -> c == '*' ? "[^.]*" : c == '?' ? "[^.]" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** Whether some schema of the database may be shown. */
    boolean showsDatabase(String database) {
        boolean included = include.isEmpty() || include.stream().anyMatch(g -> begins(g, database));
        return included && exclude.stream().noneMatch(g -> g.matcher(database).matches());
    }

    /** Whether the glob is of the database, or of schemas in it. */
    private static boolean begins(Pattern glob, String database) {
        Matcher schemas = glob.matcher(database + ".");
        return glob.matcher(database).matches() || schemas.matches() || schemas.hitEnd();
    }

    /** Whether nothing is hidden. */
    boolean isAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    boolean shows(String database, String schema) {
        return (include.isEmpty() || fits(include, database, schema)) && !fits(exclude, database, schema);
    }

    private static boolean fits(List<Pattern> globs, String database, String schema) {
        return globs.stream()
                .anyMatch(g -> g.matcher(database).matches()
                        || g.matcher(database + "." + schema).matches());
    }
}
