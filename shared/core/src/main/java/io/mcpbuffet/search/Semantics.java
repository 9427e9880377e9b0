package io.mcpbuffet.search;

import io.mcpbuffet.config.SemanticModel;
import io.mcpbuffet.config.SemanticModel.Dataset;
import io.mcpbuffet.config.SemanticModel.Field;
import io.mcpbuffet.config.SemanticModel.Metric;
import io.mcpbuffet.config.SemanticModel.Relationship;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Join;
import io.mcpbuffet.search.TableText.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people say about tables, found by their names. Immutable. */
public final class Semantics {
    private final Map<String, List<Entry>> byName = new HashMap<>();
    private final Map<String, SemanticModel> models = new LinkedHashMap<>();

    /** A dataset with the catalog whose file it is in, and the parts of its table's name. */
    private record Entry(String catalog, Dataset dataset, List<String> parts) {
        /** The whole name; or within the file's own catalog its end, where the first part may be a database that the catalog hides. */
        boolean names(TableRef table) {
            List<String> full = new ArrayList<>(List.of(table.catalog()));
            full.addAll(table.namespace().levels());
            full.add(table.name());
            if (same(full, parts)) {
                return true;
            }
            boolean inside = table.catalog().equals(catalog);
            return inside
                    && (endsWith(full, parts) || (parts.size() > 2 && endsWith(full, parts.subList(1, parts.size()))));
        }

        private static boolean endsWith(List<String> full, List<String> end) {
            return end.size() <= full.size() && same(full.subList(full.size() - end.size(), full.size()), end);
        }

        private static boolean same(List<String> one, List<String> other) {
            return one.stream()
                    .map(Entry::lower)
                    .toList()
                    .equals(other.stream().map(Entry::lower).toList());
        }

        private static String lower(String part) {
            return part.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is said about one table.
     *
     * @param relationships that begin at it
     * @param metrics that are computed of it
     */
    public record Meant(Dataset dataset, List<Relationship> relationships, List<Metric> metrics) {
        private static final Pattern NAME = Pattern.compile("\\w+");

        public Meant {
            relationships = List.copyOf(relationships);
            metrics = List.copyOf(metrics);
        }

        /** Fields that say more about a column that there is. */
        public List<Field> of(String column) {
            return dataset.fields().stream()
                    .filter(field -> column(field).equalsIgnoreCase(column))
                    .toList();
        }

        /** Fields that are computed of columns that there are. */
        public List<Field> computed(List<String> columns) {
            List<String> absent = absent(columns);
            return besides(columns).stream()
                    .filter(field -> !NAME.matcher(column(field)).matches())
                    .filter(field -> namesNone(field.expression(), absent))
                    .toList();
        }

        /** Metrics that are computed of columns that there are. */
        public List<Metric> metrics(List<String> columns) {
            List<String> absent = absent(columns);
            return metrics.stream()
                    .filter(metric -> namesNone(metric.expression(), absent))
                    .toList();
        }

        private List<Field> besides(List<String> columns) {
            return dataset.fields().stream()
                    .filter(field -> columns.stream().noneMatch(column(field)::equalsIgnoreCase))
                    .toList();
        }

        /** Columns that are spoken of and not there, such as those of later in a table as it was. */
        private List<String> absent(List<String> columns) {
            return besides(columns).stream()
                    .map(this::column)
                    .filter(column -> NAME.matcher(column).matches())
                    .toList();
        }

        private static boolean namesNone(String expression, List<String> names) {
            return names.stream().noneMatch(name -> Pattern.compile(
                            "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)", Pattern.CASE_INSENSITIVE)
                    .matcher(expression)
                    .find());
        }

        /** The column that a field is, with its dataset or without, in quotes or not; else the whole expression. */
        private String column(Field field) {
            String text = field.expression().strip();
            String prefix = dataset.name() + ".";
            String bare = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            boolean quoted = bare.length() > 2 && bare.startsWith("\"") && bare.endsWith("\"");
            return quoted ? bare.substring(1, bare.length() - 1).replace("\"\"", "\"") : bare;
        }
    }

    private Semantics(List<CatalogSource> sources) {
        for (CatalogSource source : sources) {
            models.put(source.name(), source.semantics());
            source.semantics().datasets().forEach(dataset -> parts(dataset).ifPresent(parts -> byName.computeIfAbsent(
                            Entry.lower(parts.get(parts.size() - 1)), n -> new ArrayList<>())
                    .add(new Entry(source.name(), dataset, parts))));
        }
    }

    public static Semantics of(List<CatalogSource> sources) {
        return new Semantics(sources);
    }

    /** Empty for a query, which names no table. */
    private static Optional<List<String>> parts(Dataset dataset) {
        try {
            return dataset.source().strip().contains(" ")
                    ? Optional.empty()
                    : Optional.of(TableRef.parts(dataset.source().strip()));
        } catch (LakeException e) {
            return Optional.empty();
        }
    }

    /** What is said about a table; its own catalog's file goes first. */
    public Optional<Meant> of(TableRef table) {
        List<Entry> fitting = byName.getOrDefault(Entry.lower(table.name()), List.of()).stream()
                .filter(entry -> entry.names(table))
                .toList();
        return fitting.stream()
                .filter(entry -> entry.catalog().equals(table.catalog()))
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .map(entry -> meant(models.get(entry.catalog()), entry.dataset()));
    }

    private static Meant meant(SemanticModel model, Dataset dataset) {
        return new Meant(
                dataset,
                model.relationships().stream()
                        .filter(r -> r.from().equals(dataset))
                        .toList(),
                model.metrics().stream()
                        .filter(m -> m.datasets().contains(dataset))
                        .toList());
    }

    /** The texts with what is said about them. */
    List<TableText> enriched(List<TableText> texts) {
        if (byName.isEmpty()) {
            return texts;
        }
        Map<TableRef, Meant> meant = new HashMap<>();
        Map<Dataset, TableRef> tables = new HashMap<>();
        for (TableText text : texts) {
            of(text.table()).ifPresent(m -> {
                meant.put(text.table(), m);
                tables.putIfAbsent(m.dataset(), text.table());
            });
        }
        return texts.stream()
                .map(text -> meant.containsKey(text.table()) ? enriched(text, meant.get(text.table()), tables) : text)
                .toList();
    }

    private static TableText enriched(TableText text, Meant meant, Map<Dataset, TableRef> tables) {
        List<TableText.Column> columns = text.columns().stream()
                .map(column -> enriched(column, meant.of(column.name())))
                .toList();
        List<String> notes = new ArrayList<>(text.notes());
        notes.add(meant.dataset().name());
        meant.besides(text.columns().stream().map(TableText.Column::name).toList())
                .forEach(field -> notes.add(field.name() + " " + words(field)));
        meant.metrics().forEach(metric -> notes.add(metric.name() + " " + words(metric.about())));
        List<Join> joins = new ArrayList<>(text.joins());
        meant.relationships()
                .forEach(r -> Optional.ofNullable(tables.get(r.to())).ifPresent(to -> {
                    for (int i = 0; i < r.fromColumns().size(); i++) {
                        joins.add(new Join(
                                r.fromColumns().get(i), to, r.toColumns().get(i), Origin.SEMANTIC));
                    }
                }));
        String said = Stream.concat(
                        text.comment().stream(), Stream.of(words(meant.dataset().about())))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(". "));
        return new TableText(
                text.table(), said.isEmpty() ? Optional.empty() : Optional.of(said), columns, notes, joins);
    }

    private static TableText.Column enriched(TableText.Column column, List<Field> fields) {
        List<String> notes = new ArrayList<>(column.notes());
        fields.stream().map(Semantics::words).filter(text -> !text.isBlank()).forEach(notes::add);
        return new TableText.Column(column.name(), column.type(), notes, column.values());
    }

    private static String words(Field field) {
        return Stream.concat(field.label().stream(), Stream.of(words(field.about())))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(". "));
    }

    private static String words(SemanticModel.About about) {
        return Stream.concat(about.description().stream(), Stream.of(String.join(", ", about.synonyms())))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(". "));
    }
}
