package io.mcpbuffet.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a table.
 *
 * @param read when its columns were read; empty where only its name is known
 * @param version as its catalog told it then
 * @param sampled the state in which values of it were read
 * @param vector of the meaning of a text
 * @param sentence the hash code of that text
 */
record Known(
        TableText text,
        Optional<Instant> read,
        Optional<String> version,
        Optional<String> sampled,
        Optional<Vector> vector,
        int sentence) {
    static Known byName(TableText text) {
        return new Known(text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    Known with(Vector found, int ofSentence) {
        return new Known(text, read, version, sampled, Optional.of(found), ofSentence);
    }

    Known with(Map<String, List<String>> values) {
        return new Known(text.with(values), read, version, Optional.of(state()), vector, sentence);
    }

    /** Whether it has a vector of the meaning of this sentence. */
    boolean means(String text) {
        return vector.isPresent() && sentence == text.hashCode();
    }

    /** Whether its values were met in what it is now. */
    boolean current() {
        return sampled.equals(Optional.of(state()));
    }

    private String state() {
        return version.orElseGet(() -> Integer.toString(text.with(Map.of()).hashCode()));
    }

    /** The same, found unchanged. */
    Known checked(Instant now) {
        return new Known(text, Optional.of(now), version, sampled, vector, sentence);
    }

    /** What was met in its columns stays until it is read again, and so does the vector. */
    Known reread(TableText newer, Instant now, Optional<String> newVersion) {
        return new Known(newer.with(text.values()), Optional.of(now), newVersion, sampled, vector, sentence);
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
            for (String value : column.values()) {
                bytes += length(value);
            }
        }
        return bytes + text.joins().size() * 100L;
    }

    /** Each letter is kept once, and its words and grams point back. */
    private static long length(String text) {
        return 40 + 10L * text.length();
    }
}
