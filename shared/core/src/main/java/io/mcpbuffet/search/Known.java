package io.mcpbuffet.search;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a table.
 *
 * @param read when its columns were read; empty where only its name is known
 * @param version as its catalog told it then
 * @param vector of the meaning of exactly this text
 */
record Known(TableText text, Optional<Instant> read, Optional<String> version, Optional<Vector> vector) {
    static Known byName(TableText text) {
        return new Known(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Known with(Vector found) {
        return new Known(text, read, version, Optional.of(found));
    }

    /** The vector stays where the text is the same. */
    Known reread(TableText newer, Instant now, Optional<String> newVersion) {
        return new Known(
                newer,
                Optional.of(now),
                newVersion,
                newer.sentence().equals(text.sentence()) ? vector : Optional.empty());
    }

    /** An estimate of what it takes in memory, with its share of the index. */
    long bytes() {
        long bytes = 200 + length(text.comment().orElse(""));
        for (String note : text.notes()) {
            bytes += length(note);
        }
        for (TableText.Column column : text.columns()) {
            bytes += 100 + length(column.name()) + length(column.type());
            for (String note : column.notes()) {
                bytes += length(note);
            }
        }
        return bytes + text.joins().size() * 100L;
    }

    /** Each letter is kept once, and its words and grams point back. */
    private static long length(String text) {
        return 40 + 10L * text.length();
    }
}
