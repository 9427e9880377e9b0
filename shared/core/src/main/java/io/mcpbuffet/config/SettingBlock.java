package io.mcpbuffet.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys of one block by name and form; what does not fit becomes a problem. For one thread. */
final class SettingBlock {
    private final String name;
    private final Setting.Block block;
    private final Context context;

    /** What all blocks of a file share. */
    record Context(Placeholders placeholders, Environment environment, Path directory, Problems problems) {}

    private SettingBlock(String name, Setting.Block block, Context context) {
        this.name = name;
        this.block = block;
        this.context = context;
    }

    /** A block whose keys are among these; another is a problem. */
    static SettingBlock of(String name, Setting.Block block, Context context, List<String> known) {
        block.entries().forEach((key, setting) -> {
            if (!known.contains(key)) {
                context.problems().unknown(setting.line(), "key " + name + ":", key, known);
            }
        });
        return new SettingBlock(name, block, context);
    }

    private Optional<Setting> setting(String key) {
        return Optional.ofNullable(block.entries().get(key)).filter(s -> !(s instanceof Setting.Nothing));
    }

    boolean has(String key) {
        return setting(key).isPresent();
    }

    private String full(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    void problem(String key, String text) {
        int line = setting(key).map(Setting::line).orElse(block.line());
        context.problems().add(line, "'" + full(key) + "' " + text);
    }

    Optional<String> text(String key) {
        return setting(key).flatMap(setting -> text(key, setting));
    }

    private Optional<String> text(String key, Setting setting) {
        if (setting instanceof Setting.Value value) {
            return Optional.of(
                    context.placeholders().fill(full(key), value, true).text());
        }
        problem(key, "must be a plain value");
        return Optional.empty();
    }

    String required(String key) {
        Optional<String> text = text(key);
        if (!has(key)) {
            problem(key, "is missing");
        }
        return text.orElse("");
    }

    Optional<Path> path(String key) {
        return text(key).map(text -> Path.of(Paths.absolute(text, context.environment(), context.directory())));
    }

    /** A list of plain values; one value alone is a list of one. */
    List<String> texts(String key) {
        Optional<Setting> setting = setting(key);
        if (setting.isEmpty()) {
            return List.of();
        }
        if (setting.get() instanceof Setting.Many many) {
            List<String> texts = new ArrayList<>();
            many.items().forEach(item -> text(key, item).ifPresent(texts::add));
            return texts;
        }
        return text(key).map(List::of).orElse(List.of());
    }

    boolean flag(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !List.of("true", "false").contains(text.get())) {
            problem(key, "is '" + text.get() + "', not true or false");
        }
        return text.map("true"::equals).orElse(false);
    }

    int number(String key, int usual, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return usual;
        }
        boolean digits = text.get().matches("\\d{1,9}");
        int number = digits ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            problem(key, "is '" + text.get() + "', not a number between " + least + " and " + most);
            return usual;
        }
        return number;
    }

    Duration duration(String key, Duration usual) {
        Optional<String> text = text(key);
        Optional<Duration> duration = text.flatMap(Units::duration);
        if (text.isPresent() && duration.isEmpty()) {
            problem(key, "is '" + text.get() + "', not a duration such as 30s");
        }
        return duration.orElse(usual);
    }

    Optional<SettingBlock> block(String key, List<String> known) {
        Optional<Setting> setting = setting(key);
        if (setting.isPresent() && setting.get() instanceof Setting.Block inner) {
            return Optional.of(of(full(key), inner, context, known));
        }
        setting.ifPresent(other -> problem(key, "must hold keys"));
        return Optional.empty();
    }

    boolean holdsKeys(String key) {
        return setting(key).map(Setting.Block.class::isInstance).orElse(false);
    }

    /** A block that may have any keys. */
    Optional<SettingBlock> open(String key) {
        return setting(key).map(inner -> new SettingBlock(full(key), (Setting.Block) inner, context));
    }

    /** A list of blocks. */
    List<SettingBlock> blocks(String key, List<String> known) {
        Optional<Setting> setting = setting(key);
        if (setting.isEmpty()) {
            return List.of();
        }
        List<SettingBlock> blocks = new ArrayList<>();
        if (setting.get() instanceof Setting.Many many) {
            for (Setting item : many.items()) {
                if (item instanceof Setting.Block inner) {
                    blocks.add(of(full(key), inner, context, known));
                }
            }
            if (blocks.size() == many.items().size()) {
                return blocks;
            }
        }
        problem(key, "must be a list of items with keys such as " + String.join(", ", known));
        return blocks;
    }
}
