package io.mcpbuffet.config;

import java.util.List;
import java.util.Optional;

/**
 * What people say about the tables of a catalog: the core of Apache Ossie (Open Semantic Interchange) in version {@value #VERSION}, all
 * models of one file together. Immutable.
 */
public record SemanticModel(List<Dataset> datasets, List<Relationship> relationships, List<Metric> metrics) {
    /** The only version that is read: the core is a draft and changes from one to the next. */
    public static final String VERSION = "0.2.0.dev0";

    public static final SemanticModel EMPTY = new SemanticModel(List.of(), List.of(), List.of());

    public SemanticModel {
        datasets = List.copyOf(datasets);
        relationships = List.copyOf(relationships);
        metrics = List.copyOf(metrics);
    }

    /**
     * What is told about anything.
     *
     * @param synonyms other words for it
     * @param advice how to use it, in the words of who wrote the model
     */
    public record About(Optional<String> description, List<String> synonyms, Optional<String> advice) {
        public About {
            synonyms = List.copyOf(synonyms);
        }
    }

    /**
     * A table as people think of it.
     *
     * @param name unique in its model
     * @param source the table's name, or a query
     */
    public record Dataset(String name, String source, List<String> primaryKey, About about, List<Field> fields) {
        public Dataset {
            primaryKey = List.copyOf(primaryKey);
            fields = List.copyOf(fields);
        }
    }

    /**
     * A column, or what is computed of columns of one row.
     *
     * @param expression in standard SQL where there is one
     */
    public record Field(String name, String expression, Optional<String> label, About about) {}

    /** Rows of one dataset name a row of another by columns that are equal, in order. */
    public record Relationship(Dataset from, Dataset to, List<String> fromColumns, List<String> toColumns) {
        public Relationship {
            fromColumns = List.copyOf(fromColumns);
            toColumns = List.copyOf(toColumns);
        }
    }

    /**
     * A figure over rows.
     *
     * @param datasets that its expression names
     */
    public record Metric(String name, String expression, About about, List<Dataset> datasets) {
        public Metric {
            datasets = List.copyOf(datasets);
        }
    }
}
