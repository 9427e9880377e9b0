package io.mcpbuffet.observe.trace;

import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.observe.CallTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sends a span for each call to a collector, in batches and beside the calls. Safe for use by many threads. */
public final class OtlpTracing implements CallTracing, AutoCloseable {
    private static final String TRACEPARENT = "traceparent";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final AttributeKey<List<String>> TABLES = AttributeKey.stringArrayKey("buffet.tables");

    private static final TextMapGetter<Map<String, String>> READ = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    /** Kept, since a logger that nobody keeps forgets where it logs to. */
    private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final W3CTraceContextPropagator wire = W3CTraceContextPropagator.getInstance();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OtlpTracing(SdkTracerProvider provider, String version) {
        this.provider = provider;
        this.tracer = provider.get("io.mcpbuffet", version);
    }

    /** Connects to nothing yet; a collector that is not there costs its spans alone. */
    public static OtlpTracing to(ServiceConfig.Traces config, String version) {
        LIBRARY.setUseParentHandlers(false);
        if (LIBRARY.getHandlers().length == 0) {
            LIBRARY.addHandler(new LibraryLog());
        }
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setTimeout(PATIENCE);
        config.authorization().ifPresent(value -> exporter.addHeader("Authorization", value.reveal()));
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", "mcp-buffet")
                        .put("service.version", version)
                        .build()));
        return new OtlpTracing(
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sample())))
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                                .setScheduleDelay(PAUSE)
                                .build())
                        .build(),
                version);
    }

    @Override
    public Step begin(String tool, String principal, Optional<String> traceparent) {
        Map<String, String> given =
                traceparent.map(text -> Map.of(TRACEPARENT, text)).orElse(Map.of());
        Context parent = wire.extract(Context.root(), given, READ);
        Span span = tracer.spanBuilder("tools/call " + tool)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("mcp.method.name", "tools/call")
                .setAttribute("gen_ai.tool.name", tool)
                .setAttribute("enduser.id", principal)
                .startSpan();
        Map<String, String> next = new HashMap<>();
        wire.inject(parent.with(span), next, Map::put);
        return new SpanStep(span, Optional.ofNullable(next.get(TRACEPARENT)));
    }

    private record SpanStep(Span span, Optional<String> traceparent) implements Step {
        @Override
        public void ended(CallRecord call) {
            span.setAttribute("buffet.request", call.request())
                    .setAttribute("buffet.outcome", call.outcome())
                    .setAttribute("buffet.rows", call.rows())
                    .setAttribute("buffet.bytes_read", call.bytes())
                    .setAttribute(TABLES, call.tables());
            call.engine().ifPresent(engine -> span.setAttribute("buffet.engine", engine));
            if (!call.outcome().equals(CallRecord.OK)) {
                span.setAttribute("error.type", call.outcome()).setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    /** Sends what is not sent yet, for a bounded time. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
