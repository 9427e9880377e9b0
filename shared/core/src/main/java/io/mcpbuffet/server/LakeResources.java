package io.mcpbuffet.server;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.federation.ListRequest;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.spi.Versions;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables of a lakehouse as resources.
 *
 * @param tools that answer what is read, those that there are
 */
record LakeResources(Lakehouse lakehouse, Map<LakeUri.Part, Tool> tools) implements ResourceSource {
    private static final int LOOKED_AT = 1000;
    private static final int SNAPSHOTS = 50;
    private static final List<String> USUAL_MOMENTS = List.of("-P1D", "-P7D", "-P30D");

    @Override
    public List<String> catalogs() {
        return lakehouse.catalogs();
    }

    @Override
    public List<String> namespaces(String catalog, String beginning) {
        return lakehouse.namespaces(request(catalog, "")).items().stream()
                .map(item -> item.value().namespace().levels())
                .filter(levels -> levels.size() > 1)
                .map(levels -> new Namespace(levels.subList(1, levels.size())).toString())
                .filter(name -> begins(name, beginning))
                .distinct()
                .toList();
    }

    @Override
    public List<String> tables(String catalog, String namespace, String beginning) {
        return lakehouse.tables(request(catalog, namespace)).items().stream()
                .map(item -> item.value().table().name())
                .filter(name -> begins(name, beginning))
                .distinct()
                .toList();
    }

    @Override
    public List<String> references(String beginning) {
        ListRequest fitting = new ListRequest(
                Optional.empty(), Optional.empty(), Optional.of(beginning + "*"), LOOKED_AT, Optional.empty());
        return lakehouse.tables(fitting).items().stream()
                .map(item -> item.value().table().toString())
                .toList();
    }

    @Override
    public List<String> moments(String table) {
        if (table.isBlank()) {
            return USUAL_MOMENTS;
        }
        TableRef ref = lakehouse.resolve(table);
        List<Snapshot> latest = lakehouse.with(
                ref.catalog(),
                catalog -> catalog instanceof Snapshots kept
                        ? kept.snapshots(ref, Snapshots.Filter.ALL, PageRequest.first(SNAPSHOTS))
                                .items()
                        : List.of());
        if (latest.isEmpty()) {
            return List.of();
        }
        Stream<String> refs = latest.stream().flatMap(snapshot -> snapshot.refs().stream());
        Stream<String> ids = latest.stream().map(snapshot -> Long.toString(snapshot.id()));
        return Stream.concat(Stream.concat(USUAL_MOMENTS.stream(), refs), ids)
                .distinct()
                .toList();
    }

    private static ListRequest request(String catalog, String namespace) {
        return new ListRequest(
                Optional.of(catalog).filter(c -> !c.isEmpty()),
                Optional.of(namespace).filter(n -> !n.isEmpty()),
                Optional.empty(),
                LOOKED_AT,
                Optional.empty());
    }

    private static boolean begins(String name, String beginning) {
        return name.toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT));
    }

    @Override
    public String state(LakeUri uri) {
        TableRef ref = ref(uri);
        return lakehouse.with(ref.catalog(), catalog -> {
            if (!(catalog instanceof Snapshots kept)) {
                throw LakeException.unsupported("Catalog '" + ref.catalog()
                                + "' keeps no snapshots, so nothing tells when " + ref + " changes")
                        .hint("Read the resource again instead");
            }
            String snapshot = kept.resolve(ref, AsOf.LATEST)
                    .map(s -> Long.toString(s.id()))
                    .orElse("");
            String version =
                    catalog instanceof Versions versions ? versions.version(ref).orElse("") : "";
            return snapshot + "/" + version;
        });
    }

    private static TableRef ref(LakeUri uri) {
        return new TableRef(uri.catalog(), Namespace.parse(uri.namespace()), uri.table());
    }

    @Override
    public String read(LakeUri uri) {
        TableRef ref = ref(uri);
        Tool tool = tools.get(uri.part());
        if (tool == null) {
            throw LakeException.unsupported("There is no tool " + uri.part().tool() + " to read " + ref + " with");
        }
        ToolResult result = tool.handler().call(Json.object().put("table", ref.toString()), CallContext.NONE);
        if (result.isError()) {
            throw result.failure();
        }
        return Json.write(result.structured());
    }
}
