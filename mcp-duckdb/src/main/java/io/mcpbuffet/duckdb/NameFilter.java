package io.mcpbuffet.duckdb;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tables are shown, by globs with {@code *} and {@code ?}. */
record NameFilter(List<Pattern> include, List<Pattern> exclude) {
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
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** A glob may name the table alone or with its namespace, whose levels are joined by dots. */
    boolean shows(List<String> namespace, String table) {
        String full = String.join(".", namespace) + "." + table;
        return (include.isEmpty() || matches(include, full, table)) && !matches(exclude, full, table);
    }

    private static boolean matches(List<Pattern> globs, String full, String table) {
        return globs.stream()
                .anyMatch(g -> g.matcher(full).matches() || g.matcher(table).matches());
    }
}
