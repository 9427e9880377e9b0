package io.mcpbuffet.bench;

import java.util.Locale;

/**
 * A headline figure.
 *
 * @param aim such as {@code < 450}
 */
record Result(String name, double value, String unit, String aim) {
    /** The line that scripts look for. */
    String line() {
        String number = value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
        return "result: " + name + " " + number + " " + unit + " (aim " + aim + ")";
    }
}
