package io.mcpbuffet.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints a configuration as YAML without its secrets. */
final class MaskedText {
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(secret|passw|passphrase|token|credential|api-?key|access-key|authorization|private-key).*");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]+@");
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)((?:password|pwd|token|secret|credential|signature|sig|key)=)[^&;\\s]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./~][A-Za-z0-9_./:~@+-]*");

    private final StringBuilder out = new StringBuilder();

    private MaskedText() {}

    /** Whether a key's name says that its value is secret. */
    static boolean looksSecret(String key) {
        return SECRET_NAME.matcher(key).matches();
    }

    static String of(BuffetConfig config) {
        MaskedText text = new MaskedText();
        config.file().ifPresent(file -> text.line(0, "# " + file));
        text.catalogs(config.catalogs());
        text.tree("mcpServers", config.mcpServers());
        text.line(0, "limits:");
        for (LimitSetting setting : LimitSetting.values()) {
            text.line(1, setting.key() + ": " + setting.text(config.limits()));
        }
        config.service().written().forEach((key, value) -> text.entry(0, key, value, false));
        text.line(0, "output: " + config.output().word());
        return text.out.toString();
    }

    private void catalogs(Map<String, CatalogConfig> catalogs) {
        line(0, catalogs.isEmpty() ? "catalogs: {}" : "catalogs:");
        catalogs.values().forEach(catalog -> {
            line(1, catalog.name() + ":");
            line(2, "kind: " + catalog.kind());
            catalog.properties()
                    .forEach((key, value) -> line(
                            2, quoted(key) + ": " + (catalog.masked().contains(key) ? Secret.MASK : printable(value))));
        });
    }

    private void tree(String name, Map<String, Object> tree) {
        if (!tree.isEmpty()) {
            line(0, name + ":");
            tree.forEach((key, value) -> entry(1, key, value, false));
        }
    }

    private void entry(int depth, String key, Object value, boolean secret) {
        // What a child process gets as its environment is secret more often than not.
        boolean masked = secret || (looksSecret(key) && !(value instanceof List<?> list && holdsKeys(list)));
        if (value instanceof Map<?, ?> map) {
            line(depth, quoted(key) + ":");
            map.forEach((k, v) ->
                    entry(depth + 1, String.valueOf(k), v, masked || key.equals("env") || key.equals("headers")));
            return;
        }
        if (value instanceof List<?> list) {
            line(depth, quoted(key) + ":");
            list.forEach(item -> item(depth + 1, item, masked));
            return;
        }
        line(depth, quoted(key) + ": " + scalar(value, masked));
    }

    /** A list of blocks is printed by their keys: only some of them are secret. */
    private static boolean holdsKeys(List<?> list) {
        return list.stream().allMatch(item -> item instanceof Map<?, ?>);
    }

    private void item(int depth, Object item, boolean masked) {
        if (item instanceof Map<?, ?> map) {
            line(depth, "-");
            map.forEach((k, v) -> entry(depth + 1, String.valueOf(k), v, masked));
        } else {
            line(depth, "- " + scalar(item, masked));
        }
    }

    private static String scalar(Object value, boolean masked) {
        return masked || value instanceof Secret ? Secret.MASK : printable(String.valueOf(value));
    }

    private static String printable(String value) {
        String hidden = USER_INFO.matcher(value).replaceAll("://" + Secret.MASK + "@");
        return quoted(SECRET_PARAMETER.matcher(hidden).replaceAll("$1" + Secret.MASK));
    }

    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !text.endsWith(":")) {
            return text;
        }
        StringBuilder escaped = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c == '"' || c == '\\') {
                escaped.append(c == '"' || c == '\\' ? "\\" + c : String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.append('"').toString();
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
