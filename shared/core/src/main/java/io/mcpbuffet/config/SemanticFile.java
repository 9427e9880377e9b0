package io.mcpbuffet.config;

import io.mcpbuffet.config.SemanticModel.About;
import io.mcpbuffet.config.SemanticModel.Dataset;
import io.mcpbuffet.config.SemanticModel.Field;
import io.mcpbuffet.config.SemanticModel.Metric;
import io.mcpbuffet.config.SemanticModel.Relationship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@link SemanticModel} from YAML or JSON, collecting all that is wrong. For one file. */
final class SemanticFile {
    private static final List<String> ROOT = List.of("version", "semantic_model", "dialects", "vendors");
    private static final List<String> MODEL =
            List.of("name", "description", "ai_context", "datasets", "relationships", "metrics", "custom_extensions");
    private static final List<String> DATASET = List.of(
            "name", "source", "primary_key", "unique_keys", "description", "ai_context", "fields", "custom_extensions");
    private static final List<String> FIELD = List.of(
            "name", "expression", "dimension", "label", "description", "datatype", "ai_context", "custom_extensions");
    private static final List<String> RELATIONSHIP =
            List.of("name", "from", "to", "from_columns", "to_columns", "ai_context", "custom_extensions");
    private static final List<String> METRIC =
            List.of("name", "expression", "description", "datatype", "ai_context", "custom_extensions");
    private static final List<String> DIALECTS = List.of(
            "ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL", "BIGQUERY", "SIGMA", "THOUGHTSPOT", "DAX");
    private static final String ANY = "ai_context";

    private final Problems problems;
    private final SettingBlock.Context context;
    private final List<Dataset> datasets = new ArrayList<>();
    private final List<Relationship> relationships = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();

    private SemanticFile(Environment environment, Path file, Problems problems) {
        this.problems = problems;
        this.context = new SettingBlock.Context(
                Placeholders.literal(environment, file, problems), environment, file, problems);
    }

    /** INVALID_ARGUMENT tells everything that is wrong, with the path and the lines. */
    static SemanticModel read(Path file, Environment environment) {
        Problems problems = new Problems("The semantic model " + file);
        SemanticFile reader = new SemanticFile(environment, file, problems);
        Optional<Setting.Block> tree = reader.text(file).map(text -> YamlTree.read(text, problems));
        problems.throwIfAny();
        tree.ifPresent(reader::root);
        problems.throwIfAny();
        return new SemanticModel(reader.datasets, reader.relationships, reader.metrics);
    }

    private Optional<String> text(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > YamlTree.MAX_CHARS) {
                problems.add(0, "it is over 1 MB; give a smaller one with " + CatalogConfig.SEMANTIC_MODEL);
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            problems.add(0, "it cannot be read; give the right path with " + CatalogConfig.SEMANTIC_MODEL);
            return Optional.empty();
        }
    }

    private void root(Setting.Block block) {
        SettingBlock root = SettingBlock.of("", block, context, ROOT);
        String version = root.required("version");
        if (root.has("version") && !version.equals(SemanticModel.VERSION)) {
            root.problem("version", "is '" + version + "'; write the model in version " + SemanticModel.VERSION);
        }
        if (!root.has("semantic_model")) {
            root.problem("semantic_model", "is missing: list the models there");
        }
        root.blocks("semantic_model", MODEL).forEach(this::model);
    }

    private void model(SettingBlock model) {
        model.required("name");
        if (!model.has("datasets")) {
            model.problem("datasets", "is missing: a model has at least one");
        }
        Map<String, Dataset> named = new LinkedHashMap<>();
        for (SettingBlock block : model.blocks("datasets", DATASET)) {
            Dataset dataset = dataset(block);
            if (named.put(dataset.name(), dataset) != null) {
                block.problem("name", "is '" + dataset.name() + "' for two datasets; give each a name of its own");
            }
        }
        datasets.addAll(named.values());
        model.blocks("relationships", RELATIONSHIP)
                .forEach(block -> relationship(block, named).ifPresent(relationships::add));
        model.blocks("metrics", METRIC).forEach(block -> metrics.add(metric(block, named)));
    }

    private Dataset dataset(SettingBlock block) {
        List<Field> fields = new ArrayList<>();
        block.blocks("fields", FIELD)
                .forEach(field -> fields.add(
                        new Field(field.required("name"), expression(field), field.text("label"), about(field))));
        return new Dataset(
                block.required("name"), block.required("source"), block.texts("primary_key"), about(block), fields);
    }

    private Optional<Relationship> relationship(SettingBlock block, Map<String, Dataset> named) {
        block.required("name");
        Optional<Dataset> from = dataset(block, "from", named);
        Optional<Dataset> to = dataset(block, "to", named);
        List<String> fromColumns = block.texts("from_columns");
        List<String> toColumns = block.texts("to_columns");
        if (fromColumns.isEmpty() || fromColumns.size() != toColumns.size()) {
            block.problem(
                    "from_columns",
                    "has " + fromColumns.size() + " columns and to_columns " + toColumns.size()
                            + "; name the same number of columns, at least one, in the same order");
        }
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Relationship(from.get(), to.get(), fromColumns, toColumns))
                : Optional.empty();
    }

    private Optional<Dataset> dataset(SettingBlock block, String key, Map<String, Dataset> named) {
        String name = block.required(key);
        if (block.has(key) && !named.containsKey(name)) {
            block.problem(
                    key,
                    "is '" + name + "', which is no dataset of this model; they are "
                            + String.join(", ", named.keySet()));
        }
        return Optional.ofNullable(named.get(name));
    }

    private Metric metric(SettingBlock block, Map<String, Dataset> named) {
        String expression = expression(block);
        List<Dataset> over = new ArrayList<>();
        named.forEach((name, dataset) -> {
            if (Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "\\s*\\.")
                    .matcher(expression)
                    .find()) {
                over.add(dataset);
            }
        });
        boolean only = over.isEmpty() && named.size() == 1;
        return new Metric(block.required("name"), expression, about(block), only ? List.copyOf(named.values()) : over);
    }

    /** The one in standard SQL, or else the first. */
    private static String expression(SettingBlock block) {
        if (!block.has("expression")) {
            block.problem("expression", "is missing: give it dialects with at least one expression");
        }
        List<SettingBlock> dialects = block.block("expression", List.of("dialects"))
                .map(e -> e.blocks("dialects", List.of("dialect", "expression")))
                .orElse(List.of());
        String best = "";
        for (SettingBlock each : dialects) {
            String dialect = each.required("dialect");
            String text = each.required("expression");
            if (each.has("dialect") && !DIALECTS.contains(dialect)) {
                each.problem("dialect", "is '" + dialect + "'; known are " + String.join(", ", DIALECTS));
            }
            if (best.isEmpty() || dialect.equals(DIALECTS.get(0))) {
                best = text;
            }
        }
        return best;
    }

    /** A context is a text, or keys among which others than these may be. */
    private static About about(SettingBlock block) {
        Optional<String> description = block.text("description");
        if (!block.holdsKeys(ANY)) {
            return new About(description, List.of(), block.text(ANY));
        }
        Optional<SettingBlock> context = block.open(ANY);
        return new About(
                description,
                context.map(c -> c.texts("synonyms")).orElse(List.of()),
                context.flatMap(c -> c.text("instructions")));
    }
}
