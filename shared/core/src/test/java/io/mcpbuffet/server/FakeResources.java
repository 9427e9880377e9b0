package io.mcpbuffet.server;

import io.mcpbuffet.error.LakeException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One table with odd names. */
final class FakeResources implements ResourceSource {
    volatile String state = "1";
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public List<String> catalogs() {
        return List.of("lake", "local");
    }

    @Override
    public List<String> namespaces(String catalog, String beginning) {
        return catalog.equals("lake") ? List.of("\"eu.west\".retail") : List.of();
    }

    @Override
    public List<String> tables(String catalog, String namespace, String beginning) {
        return namespace.equals("\"eu.west\".retail") ? List.of("Order/Lines 100%") : List.of();
    }

    @Override
    public List<String> references(String beginning) {
        return List.of();
    }

    @Override
    public List<String> moments(String table) {
        return List.of();
    }

    @Override
    public String state(LakeUri uri) {
        asked.incrementAndGet();
        return state;
    }

    @Override
    public String read(LakeUri uri) {
        if (!uri.table().equals("Order/Lines 100%")) {
            throw LakeException.notFound("There is no such table");
        }
        return "{\"table\":\"" + uri.catalog() + "|" + uri.namespace().replace("\"", "'") + "|" + uri.table() + "\"}";
    }
}
