package io.mcpbuffet.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known names that a misspelt one may have meant. */
public final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The best match, empty when nothing is near. */
    public static Optional<String> one(String text, Collection<String> known) {
        return of(text, known, 1).stream().findFirst();
    }

    /** At most {@code max} names, nearest first, ties in the order of {@code known}; those too far off are left out. */
    public static List<String> of(String text, Collection<String> known, int max) {
        record Candidate(String name, int distance) {}
        String wanted = text.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance <= Math.max(2, Math.min(text.length(), c.name.length()) * 2 / 5))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(max)
                .map(Candidate::name)
                .toList();
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other; names that contain it are near. */
    private static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        if (a.length() > 3 && b.contains(a)) {
            return 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
