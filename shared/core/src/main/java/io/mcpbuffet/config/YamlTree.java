package io.mcpbuffet.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML text as {@link Setting}s. Only nodes are composed, so no text can name a class to be made. For one text. */
final class YamlTree {
    static final int MAX_CHARS = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 20_000;

    private final Problems problems;
    private int nodes;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /** The root block; an empty one for an empty text, or where the text is not YAML, which is then among the problems. */
    static Setting.Block read(String text, Problems problems) {
        Setting.Block empty = new Setting.Block(1, Map.of());
        try {
            Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
            Setting tree = root == null ? empty : new YamlTree(problems).setting(root, 0);
            if (tree instanceof Setting.Block block) {
                return block;
            }
            problems.add(tree.line(), "the file must hold keys such as 'catalogs:'");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(line, "this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(0, "this is not YAML: " + e.getMessage());
        }
        return empty;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private Setting setting(Node node, int depth) {
        int line = node.getStartMark().getLine() + 1;
        // An alias may name a node that holds itself, or hold many that hold many.
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new YAMLException("it is nested too deeply or too large");
        }
        if (node instanceof MappingNode mapping) {
            return new Setting.Block(line, entries(mapping, depth));
        }
        if (node instanceof SequenceNode sequence) {
            List<Setting> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(setting(item, depth + 1)));
            return new Setting.Many(line, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return scalar.getTag().equals(Tag.NULL)
                ? new Setting.Nothing(line)
                : new Setting.Value(line, scalar.getValue(), plain(scalar));
    }

    private Map<String, Setting> entries(MappingNode mapping, int depth) {
        Map<String, Setting> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(line, "a key must be a plain word");
                continue;
            }
            if (entries.put(key.getValue(), setting(tuple.getValueNode(), depth + 1)) != null) {
                problems.add(line, "key '" + key.getValue() + "' is given twice");
            }
        }
        return entries;
    }

    private static Object plain(ScalarNode scalar) {
        String text = scalar.getValue();
        try {
            if (scalar.getTag().equals(Tag.BOOL)) {
                return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("on");
            }
            if (scalar.getTag().equals(Tag.INT)) {
                return Long.parseLong(text);
            }
            return scalar.getTag().equals(Tag.FLOAT) ? (Object) Double.parseDouble(text) : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
