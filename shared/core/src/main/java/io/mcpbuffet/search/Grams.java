package io.mcpbuffet.search;

import java.util.ArrayList;
import java.util.List;

/** Runs of four letters, so that words meet which share a part: {@code concertsinger} and {@code singer}, or a word and its misspelling. */
final class Grams {
    private static final int LENGTH = 4;

    private Grams() {}

    /** Of each word, with its beginning and end marked; a short word is one gram. */
    static List<String> of(List<String> words) {
        List<String> grams = new ArrayList<>();
        for (String word : words) {
            String marked = "<" + word + ">";
            for (int i = 0; i == 0 || i + LENGTH <= marked.length(); i++) {
                grams.add(marked.substring(i, Math.min(i + LENGTH, marked.length())));
            }
        }
        return grams;
    }
}
