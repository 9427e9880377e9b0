package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code router.lock}: SHA-256 of every definition of a tool or prompt as it was when the server was first seen, or when somebody
 * last agreed to it. Safe for use by many threads.
 */
final class Pins {
    static final String FILE = "router.lock";

    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

    private final Path file;
    private final Map<String, Map<String, String>> servers = new TreeMap<>();

    private Pins(Path file) {
        this.file = file;
    }

    /** Empty where there is no file. INVALID_ARGUMENT where it cannot be understood: nothing is taken for pinned by mistake. */
    static Pins read(Path file) {
        Pins pins = new Pins(file);
        if (!Files.exists(file)) {
            return pins;
        }
        try {
            JsonNode root = Json.read(Files.readString(file));
            root.path("servers").properties().forEach(server -> {
                Map<String, String> own = new TreeMap<>();
                server.getValue()
                        .properties()
                        .forEach(pin -> own.put(pin.getKey(), pin.getValue().asText()));
                pins.servers.put(server.getKey(), own);
            });
            return pins;
        } catch (IOException | LakeException e) {
            throw LakeException.invalid("The file " + file + " cannot be read")
                    .hint("Restore it, or delete it to agree to all definitions as they are");
        }
    }

    /** What is kept under a name: the hash of each definition that can be pinned. */
    private static Map<String, String> hashes(Manifest manifest) {
        Map<String, String> hashes = new TreeMap<>();
        manifest.list(ListKind.TOOLS).forEach(tool -> hashes.put(key(ListKind.TOOLS, tool), Cleaned.hash(tool)));
        manifest.list(ListKind.PROMPTS)
                .forEach(prompt -> hashes.put(key(ListKind.PROMPTS, prompt), Cleaned.hash(prompt)));
        return hashes;
    }

    /** How a definition is called in the file. */
    static String key(ListKind kind, JsonNode item) {
        return kind.array() + "/" + kind.key(item);
    }

    /**
     * The definitions that are not those of the file; a server that is not in it is pinned. A definition that is new is pinned as well
     * where changes do not block.
     */
    synchronized Set<String> compare(ServerConfig server, Manifest manifest) {
        Map<String, String> now = hashes(manifest);
        Map<String, String> pinned = servers.get(server.name());
        if (pinned == null) {
            agree(server, manifest);
            return Set.of();
        }
        Set<String> other = new TreeSet<>();
        Map<String, String> fresh = new TreeMap<>();
        now.forEach((key, hash) -> {
            if (!pinned.containsKey(key) && !server.blocksChanges()) {
                fresh.put(key, hash);
            } else if (!hash.equals(pinned.get(key))) {
                other.add(key);
            }
        });
        if (!fresh.isEmpty()) {
            pinned.putAll(fresh);
            write();
        }
        return other;
    }

    /** From now on these are the right ones. */
    synchronized void agree(ServerConfig server, Manifest manifest) {
        servers.put(server.name(), hashes(manifest));
        write();
    }

    private void write() {
        ObjectNode root = Json.object().put("version", 1);
        ObjectNode all = root.putObject("servers");
        servers.forEach((server, pins) -> {
            ObjectNode own = all.putObject(server);
            pins.forEach(own::put);
        });
        try {
            Whole.write(file, root.toPrettyString() + "\n");
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so definitions are pinned for this run only: {}", file, e.getMessage());
        }
    }
}
