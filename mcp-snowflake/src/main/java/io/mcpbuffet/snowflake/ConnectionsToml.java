package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entries of {@code connections.toml}, where Snowflake's own tools keep theirs: tables of plain keys with strings or numbers. */
final class ConnectionsToml {
    private static final Pattern TABLE = Pattern.compile("\\[\\s*((?:[^\"\\]]|\"[^\"]*\")+?)\\s*]\\s*(#.*)?");
    private static final Pattern ENTRY =
            Pattern.compile("\"?([\\w-]+)\"?\\s*=\\s*(\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|[\\w.+-]+)\\s*(#.*)?");

    /** On every system, on Linux, on macOS and on Windows. */
    private static final List<String> HOMES = List.of(
            "~/.snowflake",
            "~/.config/snowflake",
            "~/Library/Application Support/snowflake",
            "~/AppData/Local/snowflake");

    private ConnectionsToml() {}

    /** The entry that the property {@code connection} names, with our names of properties; nothing without that property. */
    static Map<String, String> entry(Map<String, String> properties) {
        String name = properties.getOrDefault("connection", "").strip();
        if (name.isEmpty()) {
            return Map.of();
        }
        Path file = file(properties);
        Map<String, Map<String, String>> all = read(file);
        Map<String, String> entry = all.get(name);
        if (entry == null) {
            throw LakeException.invalid("There is no connection '" + name + "' in " + file)
                    .hint(Nearest.of(name, all.keySet())
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("It has " + String.join(", ", all.keySet())));
        }
        return withToken(entry);
    }

    private static Path file(Map<String, String> properties) {
        String named = properties.getOrDefault("connections-file", "");
        return named.isBlank() ? home().resolve("connections.toml") : Path.of(named);
    }

    /** The directory that Snowflake's tools would take. */
    private static Path home() {
        String told = System.getenv("SNOWFLAKE_HOME");
        return told != null && !told.isBlank()
                ? expanded(told)
                : HOMES.stream()
                        .map(ConnectionsToml::expanded)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElse(expanded(HOMES.get(0)));
    }

    private static Path expanded(String path) {
        return path.startsWith("~/")
                ? Path.of(System.getProperty("user.home", ".")).resolve(path.substring(2))
                : Path.of(path);
    }

    private static Map<String, Map<String, String>> read(Path file) {
        try {
            return tables(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw LakeException.invalid("The file " + file + ", which connection: names an entry of, cannot be read")
                    .hint("Correct connections-file, or give the properties themselves");
        }
    }

    private static Map<String, Map<String, String>> tables(Path file, List<String> lines) {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher table = TABLE.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (table.matches()) {
                current = new LinkedHashMap<>();
                tables.put(table.group(1).replace("\"", "").replaceFirst("^connections\\.", ""), current);
            } else if (entry.matches()) {
                put(current, ours(entry.group(1)), value(entry));
            } else {
                throw LakeException.invalid("Line " + (i + 1) + " of " + file + " cannot be read")
                        .hint("Write KEY = \"VALUE\" below [NAME]");
            }
        }
        return tables;
    }

    /** Files are named as a shell would take them. */
    private static void put(Map<String, String> entry, String name, String value) {
        switch (name) {
            case "token-file-path" -> entry.put("token-file", expanded(value).toString());
            case "private-key-file" -> entry.put(name, expanded(value).toString());
            default -> entry.put(name, value);
        }
    }

    /** A token that is in a file, as it is there now. */
    private static Map<String, String> withToken(Map<String, String> entry) {
        if (!entry.containsKey("token-file") || entry.containsKey("token")) {
            return entry;
        }
        Map<String, String> all = new LinkedHashMap<>(entry);
        String file = all.remove("token-file");
        try {
            all.put("token", Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw LakeException.invalid("The file " + file + ", which token_file_path names, cannot be read")
                    .hint("Correct it in connections.toml, or give the property token");
        }
        return all;
    }

    private static String value(Matcher entry) {
        if (entry.group(3) != null) {
            return entry.group(3).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return entry.group(4) != null ? entry.group(4) : entry.group(2);
    }

    private static String ours(String key) {
        String name = key.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (name) {
            case "private-key-path" -> "private-key-file";
            case "private-key-file-pwd", "private-key-pwd" -> "private-key-passphrase";
            case "user", "username" -> "user";
            case "accountname" -> "account";
            case "databasename", "dbname" -> "database";
            case "schemaname" -> "schema";
            case "warehousename" -> "warehouse";
            case "rolename" -> "role";
            default -> name;
        };
    }
}
