package io.mcpbuffet.router.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A program that starts MCP servers, and how it is told to. */
enum ClientKind {
    CLAUDE_DESKTOP(
            "Merge it into claude_desktop_config.json (Settings, Developer, Edit Config), then restart Claude Desktop"),
    CLAUDE_CODE("Run it in a shell"),
    VSCODE("Merge it into .vscode/mcp.json of the workspace"),
    CURSOR("Merge it into ~/.cursor/mcp.json, or .cursor/mcp.json of the project"),
    INSPECTOR("Run it in a shell; it needs Node.js");

    private final String advice;

    ClientKind(String advice) {
        this.advice = advice;
    }

    /** What to do with the block. */
    String advice() {
        return advice;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ClientKind::word).toList();
    }

    /** INVALID_ARGUMENT with the nearest one. */
    static ClientKind of(String word) {
        return Arrays.stream(values())
                .filter(k -> k.word().equals(word))
                .findFirst()
                .orElseThrow(() -> LakeException.invalid("There is no client '" + word + "'")
                        .hint(Nearest.of(word, words())
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse("Clients are " + String.join(", ", words()))));
    }

    /** The text to paste: JSON, or a command line for a POSIX shell. */
    String block(Launch launch) {
        return switch (this) {
            case CLAUDE_DESKTOP, CURSOR -> wrapped("mcpServers", launch, Json.object());
            case VSCODE -> wrapped("servers", launch, Json.object().put("type", "stdio"));
            case CLAUDE_CODE ->
                "claude mcp add-json " + quoted(launch.name()) + " "
                        + quoted(Json.write(filled(launch, Json.object().put("type", "stdio"))));
            case INSPECTOR -> "npx -y @modelcontextprotocol/inspector@2.12.0 " + inspected(launch);
        };
    }

    /** The inspector has an option {@code --config} of its own, which it also finds behind the command; so the file is named in another way. */
    private static String inspected(Launch launch) {
        List<String> arguments = new ArrayList<>(launch.arguments());
        List<String> words = new ArrayList<>();
        int config = arguments.indexOf("--config");
        if (config >= 0 && config + 1 < arguments.size()) {
            words.addAll(List.of("-e", ConfigFile.VARIABLE + "=" + arguments.get(config + 1)));
            arguments.subList(config, config + 2).clear();
        }
        words.add(launch.command());
        words.addAll(arguments);
        return words.stream().map(ClientKind::quoted).collect(Collectors.joining(" "));
    }

    /**
     * What the client is to start.
     *
     * @param javaHome given along, because programs with windows do not have the environment of a shell
     */
    record Launch(String name, String command, List<String> arguments, String javaHome) {}

    private static String wrapped(String key, Launch launch, ObjectNode entry) {
        ObjectNode root = Json.object();
        root.putObject(key).set(launch.name(), filled(launch, entry));
        return root.toPrettyString();
    }

    private static ObjectNode filled(Launch launch, ObjectNode entry) {
        entry.put("command", launch.command());
        launch.arguments().forEach(entry.putArray("args")::add);
        entry.putObject("env").put("JAVA_HOME", launch.javaHome());
        return entry;
    }

    /** As a POSIX shell reads it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
