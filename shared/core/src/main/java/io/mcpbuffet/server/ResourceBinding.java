package io.mcpbuffet.server;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Redaction;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Shows tables as resources to the SDK, and completes their names. */
record ResourceBinding(CallPool pool, Redaction redaction, Desks desks) {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceBinding.class);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String JSON = "application/json";

    /** The protocol allows no more in one answer. */
    static final int MOST = 100;

    /** For errors that the protocol has no code for. */
    private static final int SERVER_ERROR = -32000;

    AsyncResourceTemplateSpecification template() {
        ResourceTemplate template = ResourceTemplate.builder(LakeUri.TEMPLATE, "table")
                .title("Schema of a table")
                .description(
                        "Columns, types, comments, partitioning and size of a table. A namespace of several levels is"
                                + " written with dots; each part is percent-encoded.")
                .mimeType(JSON)
                .build();
        return new AsyncResourceTemplateSpecification(
                template, (exchange, request) -> read(source(exchange), request.uri()));
    }

    AsyncCompletionSpecification completion() {
        return new AsyncCompletionSpecification(
                new ResourceReference(LakeUri.TEMPLATE), (exchange, request) -> complete(source(exchange), request));
    }

    private ResourceSource source(McpAsyncServerExchange exchange) {
        return desks.of(Caller.of(exchange.transportContext()).principal()).resources();
    }

    private Mono<ReadResourceResult> read(ResourceSource source, String uri) {
        return pool.run(
                () -> {
                    LakeUri table = LakeUri.parse(uri);
                    String schema = source.read(table.catalog(), table.namespace(), table.table());
                    return new ReadResourceResult(List.of(new TextResourceContents(uri, JSON, schema, null)), null);
                },
                DEADLINE,
                failure -> {
                    throw error(uri, failure);
                });
    }

    private McpError error(String uri, Throwable failure) {
        if (!(failure instanceof LakeException known) || known.code() == ErrorCode.INTERNAL) {
            LOG.error("A resource could not be read: {}", redaction.trace(failure));
            return McpError.builder(ErrorCodes.INTERNAL_ERROR)
                    .message("Internal error")
                    .build();
        }
        if (known.code() == ErrorCode.NOT_FOUND) {
            return McpError.RESOURCE_NOT_FOUND.apply(uri);
        }
        int code = known.code() == ErrorCode.INVALID_ARGUMENT ? ErrorCodes.INVALID_PARAMS : SERVER_ERROR;
        String text = known.code() + ": " + known.getMessage() + (known.hint().isEmpty() ? "" : ". " + known.hint());
        return McpError.builder(code).message(redaction.mask(text)).build();
    }

    /** A catalog that does not answer completes nothing. */
    private Mono<CompleteResult> complete(ResourceSource source, CompleteRequest request) {
        return pool.run(() -> result(values(source, request)), DEADLINE, failure -> {
            LOG.warn("Nothing to complete with: {}", redaction.mask(String.valueOf(failure.getMessage())));
            return result(List.of());
        });
    }

    private static CompleteResult result(List<String> values) {
        List<String> shown = values.stream().limit(MOST).toList();
        return new CompleteResult(
                new CompleteResult.CompleteCompletion(shown, values.size(), shown.size() < values.size()));
    }

    private static List<String> values(ResourceSource source, CompleteRequest request) {
        String beginning = request.argument().value();
        Map<String, String> known =
                request.context() == null || request.context().arguments() == null
                        ? Map.of()
                        : request.context().arguments();
        String catalog = known.getOrDefault("catalog", "");
        return switch (request.argument().name()) {
            case "catalog" ->
                source.catalogs().stream()
                        .filter(name -> name.startsWith(beginning.toLowerCase(Locale.ROOT)))
                        .toList();
            case "namespace" -> source.namespaces(catalog, beginning);
            case "table" -> source.tables(catalog, known.getOrDefault("namespace", ""), beginning);
            default -> List.of();
        };
    }
}
