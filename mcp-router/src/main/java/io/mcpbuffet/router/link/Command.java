package io.mcpbuffet.router.link;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a server is started as a process.
 *
 * @param environment what it gets beside the usual variables; values may be secret
 * @param inherited names of further variables that it gets as they are here
 */
public record Command(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Set<String> inherited,
        Optional<Path> directory) {
    /** What a program needs to find its files and to speak the user's language, and no more. */
    private static final Set<String> USUAL = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "LANG",
            "LANGUAGE",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            // Windows
            "APPDATA",
            "COMSPEC",
            "HOMEDRIVE",
            "HOMEPATH",
            "LOCALAPPDATA",
            "PATHEXT",
            "PROCESSOR_ARCHITECTURE",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "SYSTEMDRIVE",
            "SYSTEMROOT",
            "TEMP",
            "TMP",
            "USERNAME",
            "USERPROFILE",
            "WINDIR");

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        inherited = Set.copyOf(inherited);
    }

    /** The variables of the process, of those that this one has. */
    Map<String, String> variables(Map<String, String> here) {
        Map<String, String> given = new LinkedHashMap<>();
        here.forEach((name, value) -> {
            if (USUAL.contains(name) || inherited.contains(name)) {
                given.put(name, value);
            }
        });
        given.putAll(environment);
        return given;
    }

    /** Arguments and variables may be secret. */
    @Override
    public String toString() {
        return program;
    }
}
