package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.CatalogStatus;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.observe.RecentCalls;
import io.mcpbuffet.observe.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a principal sees of a lakehouse: his catalogs and tools, and his own calls. No statements, no properties, no secrets. */
record LakeStatus(
        Lakehouse lakehouse,
        Desks desks,
        CatalogStates states,
        RecentCalls calls,
        Redaction redaction,
        String version,
        Instant start)
        implements StatusSource {
    private static final int MOST_CALLS = 50;

    @Override
    public ObjectNode of(Principal principal) {
        ObjectNode status = Json.object()
                .put("version", version)
                .put("up_seconds", Duration.between(start, Instant.now()).toSeconds())
                .put("principal", principal.name());
        catalogs(status.putArray("catalogs"), principal);
        tools(status.putArray("tools"), principal);
        ArrayNode recent = status.putArray("calls");
        calls.of(principal.name(), MOST_CALLS).forEach(call -> recent.add(shown(call)));
        return status;
    }

    private void catalogs(ArrayNode out, Principal principal) {
        Map<String, CatalogStatus> last = states.last();
        for (CatalogSource source : lakehouse.sources()) {
            if (principal.access().catalog(source.name())) {
                CatalogStatus state = last.get(source.name());
                ObjectNode catalog = out.addObject()
                        .put("name", source.name())
                        .put("kind", source.provider().kind())
                        .put("state", state == null ? "unknown" : state.state().word());
                Optional.ofNullable(state)
                        .flatMap(CatalogStatus::error)
                        .ifPresent(error -> catalog.put("problem", redaction.mask(error.getMessage())));
            }
        }
    }

    private void tools(ArrayNode out, Principal principal) {
        desks.of(principal).list().path("tools").forEach(tool -> out.addObject()
                .put("name", tool.path("name").asText())
                .put("title", tool.path("title").asText()));
    }

    private static ObjectNode shown(CallRecord call) {
        ObjectNode shown = Json.object()
                .put("time", call.start().toString())
                .put("tool", call.tool())
                .put("outcome", call.outcome())
                .put("ms", call.took().toMillis())
                .put("rows", call.rows())
                .put("request", call.request());
        call.tables().forEach(shown.putArray("tables")::add);
        return shown;
    }
}
