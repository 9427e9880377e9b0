package io.mcpbuffet.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a misspelt name. */
public final class Nearest {
    /** Longer names are compared by their beginning, so that a huge one costs no time. */
    private static final int MAX_LENGTH = 200;

    private Nearest() {}

    /** The known name nearest to the given one, where one is near enough to be meant. */
    public static Optional<String> of(String given, Collection<String> known) {
        return among(given, known, 1).stream().findFirst();
    }

    /** Up to {@code count} known names that may have been meant, nearest first. A difference in case alone counts as none. */
    public static List<String> among(String given, Collection<String> known, int count) {
        int tolerance = Math.max(2, given.length() / 3);
        record Scored(String name, int distance) {}
        return known.stream()
                .map(name -> new Scored(name, distance(given, name)))
                .filter(s -> s.distance() <= tolerance)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(count)
                .map(Scored::name)
                .toList();
    }

    /** Letters to add, drop, change or swap with their neighbour, ignoring case. */
    public static int distance(String left, String right) {
        String a = fold(left);
        String b = fold(right);
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
                if (swapped(a, b, i, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }

    private static String fold(String name) {
        return (name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH)).toLowerCase(Locale.ROOT);
    }
}
