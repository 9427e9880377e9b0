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
import java.util.stream.Stream;
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

    List<AsyncResourceTemplateSpecification> templates() {
        return List.of(
                template(
                        LakeUri.Part.SCHEMA,
                        "table",
                        "Schema of a table",
                        "Columns, types, comments, partitioning and size of a table. A namespace of several levels is"
                                + " written with dots; each part is percent-encoded."),
                template(LakeUri.Part.SNAPSHOTS, "snapshots", "Snapshots of a table", "Its past states, newest first."),
                template(
                        LakeUri.Part.PROFILE,
                        "profile",
                        "Profile of a table",
                        "Nulls, bounds and sizes of its columns, as far as they are known without reading rows."));
    }

    private AsyncResourceTemplateSpecification template(
            LakeUri.Part part, String name, String title, String description) {
        ResourceTemplate template = ResourceTemplate.builder(part.template(), name)
                .title(title)
                .description(description)
                .mimeType(JSON)
                .build();
        return new AsyncResourceTemplateSpecification(
                template, (exchange, request) -> read(source(exchange), request.uri()));
    }

    List<AsyncCompletionSpecification> completions() {
        return Stream.of(LakeUri.Part.values())
                .map(part -> new AsyncCompletionSpecification(
                        new ResourceReference(part.template()),
                        (exchange, request) -> complete(source(exchange), request)))
                .toList();
    }

    private ResourceSource source(McpAsyncServerExchange exchange) {
        return desks.of(Caller.of(exchange.transportContext()).principal()).resources();
    }

    private Mono<ReadResourceResult> read(ResourceSource source, String uri) {
        return pool.run(
                () -> {
                    String read = source.read(LakeUri.parse(uri));
                    return new ReadResourceResult(List.of(new TextResourceContents(uri, JSON, read, null)), null);
                },
                DEADLINE,
                failure -> {
                    throw error(uri, failure);
                });
    }

    /** What a client is told. */
    McpError error(String uri, Throwable failure) {
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
