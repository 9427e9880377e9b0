package io.mcpbuffet.tool;

/**
 * How many tokens a text costs a model, rather too many than too few: a token for every sign and for every five letters or three digits
 * of a run. Counts of lines add up.
 */
final class Tokens {
    private static final int LETTERS = 5;
    private static final int DIGITS = 3;

    private Tokens() {}

    static int of(String text) {
        int tokens = 0;
        int run = 0;
        int kind = 0;
        for (int i = 0; i < text.length(); i++) {
            int next = kind(text.charAt(i));
            if (next != kind) {
                tokens += cost(kind, run);
                run = 0;
                kind = next;
            }
            run++;
        }
        return tokens + cost(kind, run);
    }

    /** 0 a space, 1 a Latin letter, 2 a digit, 3 anything else. */
    private static int kind(char c) {
        if (c == ' ') {
            return 0;
        }
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return 1;
        }
        return c >= '0' && c <= '9' ? 2 : 3;
    }

    private static int cost(int kind, int run) {
        return switch (kind) {
            case 0 -> run > 1 ? 1 : 0;
            case 1 -> (run + LETTERS - 1) / LETTERS;
            case 2 -> (run + DIGITS - 1) / DIGITS;
            default -> run;
        };
    }
}
