package io.mcpbuffet.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts identifiers and prose into lower-case words: at punctuation, at camel humps, at the end of acronyms, between letters and digits. */
final class Words {
    /** Words that questions and comments are full of and that tell no table from another. */
    private static final Set<String> STOP = Set.of(
            ("a all an and any are as at be been being both but by can could did do does doing each every find for from get"
                            + " give had has have having how i if in into is it its list me my of on only or our please return"
                            + " select show shows than that the their them then there these they this those to us was we were"
                            + " what when where which who whom whose why will with would you your")
                    .split(" ", -1));

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    /** Longer words tell no more and only take memory. */
    private static final int LONGEST = 40;

    private Words() {}

    /** Every word, in order. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        String plain = plain(text);
        int start = -1;
        for (int i = 0; i < plain.length(); i++) {
            boolean inside = Character.isLetterOrDigit(plain.charAt(i));
            if (start >= 0 && (!inside || breaks(plain, i))) {
                add(words, plain, start, i);
                start = -1;
            }
            if (inside && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            add(words, plain, start, plain.length());
        }
        return words;
    }

    /** The words that say something, or all where none does. */
    static List<String> telling(String text) {
        List<String> all = split(text);
        List<String> telling = all.stream().filter(w -> !STOP.contains(w)).toList();
        return telling.isEmpty() ? all : telling;
    }

    static List<String> stemmed(List<String> words) {
        return words.stream().map(Stemmer::stem).toList();
    }

    /** Stems of all words. */
    static List<String> stems(String text) {
        return stemmed(split(text));
    }

    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                        .replaceAll("");
            }
        }
        return text;
    }

    private static void add(List<String> words, String text, int from, int to) {
        words.add(text.substring(from, Math.min(to, from + LONGEST)).toLowerCase(Locale.ROOT));
    }

    /** Whether a word ends before the letter or digit at {@code i}. */
    private static boolean breaks(String text, int i) {
        char before = text.charAt(i - 1);
        char here = text.charAt(i);
        if (Character.isDigit(before) != Character.isDigit(here)) {
            return true;
        }
        if (!Character.isUpperCase(here)) {
            return false;
        }
        boolean hump = Character.isLowerCase(before);
        boolean endOfAcronym = Character.isUpperCase(before)
                && i + 1 < text.length()
                && Character.isLowerCase(text.charAt(i + 1))
                && !pluralAcronym(text, i);
        return hump || endOfAcronym;
    }

    /** {@code IDs} is one word, {@code IDStore} two. */
    private static boolean pluralAcronym(String text, int i) {
        boolean last = i + 2 >= text.length() || !Character.isLetter(text.charAt(i + 2));
        return text.charAt(i + 1) == 's' && last;
    }
}
