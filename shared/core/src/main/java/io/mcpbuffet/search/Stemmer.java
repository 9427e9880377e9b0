package io.mcpbuffet.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stem of an English word, by Porter's algorithm ("An algorithm for suffix stripping", 1980), so that {@code orders}, {@code ordered}
 * and {@code ordering} meet.
 */
final class Stemmer {
    private static final Map<String, String> STEP2 = pairs(
            "ational ate tional tion enci ence anci ance izer ize bli ble alli al entli ent eli e ousli ous ization ize ation ate"
                    + " ator ate alism al iveness ive fulness ful ousness ous aliti al iviti ive biliti ble logi log");
    private static final Map<String, String> STEP3 = pairs("icate ic ative - alize al iciti ic ical ic ful - ness -");
    private static final Map<String, String> STEP4 = pairs(
            "al - ance - ence - er - ic - able - ible - ant - ement - ment - ent - ion - ou - ism - ate - iti - ous - ive - ize -");

    private final StringBuilder word;

    private Stemmer(String word) {
        this.word = new StringBuilder(word);
    }

    /** Of a lower-case word; one with other letters than English ones, or of two letters, stays as it is. */
    static String stem(String word) {
        if (word.length() < 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        Stemmer stemmer = new Stemmer(word);
        stemmer.plural();
        stemmer.past();
        stemmer.terminalY();
        stemmer.longest(STEP2, 1);
        stemmer.longest(STEP3, 1);
        stemmer.longest(STEP4, 2);
        stemmer.terminalE();
        return stemmer.word.toString();
    }

    private static Map<String, String> pairs(String text) {
        List<String> parts = List.of(text.split(" ", -1));
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            out.put(parts.get(i), parts.get(i + 1).equals("-") ? "" : parts.get(i + 1));
        }
        return out;
    }

    private void plural() {
        if (ends("sses") || ends("ies")) {
            cut(2);
        } else if (ends("s") && !ends("ss")) {
            cut(1);
        }
    }

    private void past() {
        if (ends("eed")) {
            if (measure(word.length() - 3) > 0) {
                cut(1);
            }
            return;
        }
        int suffix = ends("ed") ? 2 : ends("ing") ? 3 : 0;
        if (suffix == 0 || !hasVowel(word.length() - suffix)) {
            return;
        }
        cut(suffix);
        if (ends("at") || ends("bl") || ends("iz")) {
            word.append('e');
        } else if (doubled() && !ends("l") && !ends("s") && !ends("z")) {
            cut(1);
        } else if (measure(word.length()) == 1 && shortEnd(word.length())) {
            word.append('e');
        }
    }

    private void terminalY() {
        if (ends("y") && hasVowel(word.length() - 1)) {
            word.setCharAt(word.length() - 1, 'i');
        }
    }

    private void terminalE() {
        int stem = word.length() - 1;
        if (ends("e") && (measure(stem) > 1 || (measure(stem) == 1 && !shortEnd(stem)))) {
            cut(1);
        }
        if (ends("ll") && measure(word.length() - 1) > 1) {
            cut(1);
        }
    }

    /** Replaces the longest suffix that fits, where what is left before it is long enough. */
    private void longest(Map<String, String> suffixes, int atLeast) {
        String found = "";
        for (String suffix : suffixes.keySet()) {
            if (suffix.length() > found.length() && ends(suffix)) {
                found = suffix;
            }
        }
        int stem = word.length() - found.length();
        boolean ion =
                !found.equals("ion") || (stem > 0 && (word.charAt(stem - 1) == 's' || word.charAt(stem - 1) == 't'));
        if (!found.isEmpty() && ion && measure(stem) >= atLeast) {
            cut(found.length());
            word.append(suffixes.get(found));
        }
    }

    private boolean ends(String suffix) {
        int from = word.length() - suffix.length();
        return from >= 0 && word.indexOf(suffix, from) == from;
    }

    private void cut(int letters) {
        word.setLength(word.length() - letters);
    }

    private boolean consonant(int i) {
        return switch (word.charAt(i)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> i == 0 || !consonant(i - 1);
            default -> true;
        };
    }

    /** How often a vowel is followed by a consonant among the first letters. */
    private int measure(int length) {
        int count = 0;
        for (int i = 1; i < length; i++) {
            if (consonant(i) && !consonant(i - 1)) {
                count++;
            }
        }
        return count;
    }

    private boolean hasVowel(int length) {
        for (int i = 0; i < length; i++) {
            if (!consonant(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean doubled() {
        int last = word.length() - 1;
        return last > 0 && word.charAt(last) == word.charAt(last - 1) && consonant(last);
    }

    /** Consonant, vowel, consonant at the end, the last none of w, x and y. */
    private boolean shortEnd(int length) {
        if (length < 3 || !consonant(length - 1) || consonant(length - 2) || !consonant(length - 3)) {
            return false;
        }
        char last = word.charAt(length - 1);
        return last != 'w' && last != 'x' && last != 'y';
    }
}
