package io.mcpbuffet.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Which documents hold which terms, and how much a term says about each: BM25 over weighted fields (Robertson, Zaragoza and Taylor, "Simple
 * BM25 extension to multiple weighted fields", 2004). Immutable.
 */
final class Postings {
    private static final double K1 = 1.2;
    /** Half of what a longer field would count less: a wide table is not a worse one. */
    private static final double LENGTH = 0.5;

    private final Map<String, Entry> entries;
    private final int documents;

    private static final class Entry {
        final int[] documents;
        final float[] impacts;

        Entry(int[] documents, float[] impacts) {
            this.documents = documents;
            this.impacts = impacts;
        }
    }

    private Postings(Map<String, Entry> entries, int documents) {
        this.entries = entries;
        this.documents = documents;
    }

    /** The score of every document for the distinct terms; the best is 1, unless all are 0. */
    float[] scores(Collection<String> terms) {
        float[] scores = new float[documents];
        for (String term : new LinkedHashSet<>(terms)) {
            Entry entry = entries.get(term);
            for (int i = 0; entry != null && i < entry.documents.length; i++) {
                scores[entry.documents[i]] += entry.impacts[i];
            }
        }
        return normalised(scores);
    }

    /** Divided by the highest. */
    static float[] normalised(float[] scores) {
        float highest = 0;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        for (int i = 0; highest > 0 && i < scores.length; i++) {
            scores[i] /= highest;
        }
        return scores;
    }

    /** Collects the terms of documents, one document after the other. */
    static final class Builder {
        private final double[] weights;
        private final double[] lengths;
        private final Map<String, Occurrences> terms = new HashMap<>();
        private int[][] documentLengths = new int[64][];
        private int documents;

        /** @param weights of the fields */
        Builder(double... weights) {
            this.weights = weights.clone();
            this.lengths = new double[weights.length];
        }

        /** @param fields the terms of each field, in the order of the weights */
        void add(List<List<String>> fields) {
            if (documents == documentLengths.length) {
                documentLengths = Arrays.copyOf(documentLengths, documents * 2);
            }
            int[] own = new int[weights.length];
            documentLengths[documents] = own;
            for (int field = 0; field < fields.size(); field++) {
                own[field] = fields.get(field).size();
                lengths[field] += own[field];
                for (String term : fields.get(field)) {
                    terms.computeIfAbsent(term, t -> new Occurrences()).add(documents, field);
                }
            }
            documents++;
        }

        Postings build() {
            Map<String, Entry> entries = new HashMap<>(terms.size() * 4 / 3 + 1);
            terms.forEach((term, occurrences) -> entries.put(term, entry(occurrences)));
            return new Postings(entries, documents);
        }

        private Entry entry(Occurrences found) {
            int[] ids = new int[found.size];
            float[] impacts = new float[found.size];
            int count = 0;
            for (int i = 0; i < found.size; i++) {
                int document = found.documents[i];
                if (count == 0 || ids[count - 1] != document) {
                    ids[count++] = document;
                }
                impacts[count - 1] += (float) weight(document, found.fields[i]);
            }
            double rarity = Math.log(1 + (documents - count + 0.5) / (count + 0.5));
            for (int i = 0; i < count; i++) {
                impacts[i] = (float) (rarity * impacts[i] * (K1 + 1) / (K1 + impacts[i]));
            }
            return new Entry(Arrays.copyOf(ids, count), Arrays.copyOf(impacts, count));
        }

        private double weight(int document, int field) {
            double average = lengths[field] / documents;
            return weights[field] / (1 - LENGTH + LENGTH * documentLengths[document][field] / average);
        }
    }

    /** Where a term occurs, by ascending document. */
    private static final class Occurrences {
        int[] documents = new int[2];
        byte[] fields = new byte[2];
        int size;

        void add(int document, int field) {
            if (size == documents.length) {
                documents = Arrays.copyOf(documents, size * 2);
                fields = Arrays.copyOf(fields, size * 2);
            }
            documents[size] = document;
            fields[size++] = (byte) field;
        }
    }
}
