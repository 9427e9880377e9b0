package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.databind.ObjectReader;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.rest.BaseHTTPClient;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.HTTPHeaders;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.HTTPRequest.HTTPMethod;
import org.apache.iceberg.rest.ImmutableHTTPRequest;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * Iceberg's REST client as this program wants it: sends reading requests to one server only, repeats what failed in passing, lets no answer
 * set what it must not, and says what went wrong in {@link LakeException}s. Only what Iceberg itself makes of a 404 is left to Iceberg. Safe
 * for use by many threads.
 */
final class CatalogClient extends BaseHTTPClient {
    /** Set by the HTTP client itself. */
    private static final Set<String> RESTRICTED =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private final URI base;
    private final Map<String, String> headers;
    private final Http http;
    private final Retries retries;
    private final Identity identity;
    private final RequestRules rules;
    private final ServerSettings settings;
    private final PolarisErrors errors;

    private CatalogClient(URI base, Map<String, String> headers, Connection connection, ServerSettings settings) {
        this.base = base;
        this.headers = new LinkedHashMap<>(headers);
        this.http = connection.http();
        this.retries = connection.retries();
        this.identity = connection.identity();
        this.rules = new RequestRules(base);
        this.settings = settings;
        this.errors = connection.errors();
    }

    /** What all clients of one catalog share. */
    record Connection(Http http, Retries retries, Identity identity, PolarisErrors errors) {}

    static CatalogClient of(URI base, Map<String, String> headers, Connection connection, ServerSettings settings) {
        return new CatalogClient(base, headers, connection, settings);
    }

    /** Who asks, in a few words without secrets. */
    String who() {
        return identity.who();
    }

    /** Itself: credentials are put on requests here, so that Iceberg's session for tables adds nothing that a server sent. */
    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return this;
    }

    @Override
    protected HTTPRequest buildRequest(
            HTTPMethod method,
            String path,
            Map<String, String> queryParams,
            Map<String, String> requestHeaders,
            Object body) {
        Map<String, String> all = new LinkedHashMap<>();
        if (requestHeaders != null) {
            all.putAll(requestHeaders);
        }
        all.putIfAbsent("Accept", "application/json");
        if (body != null) {
            all.putIfAbsent(
                    "Content-Type", body instanceof Map ? "application/x-www-form-urlencoded" : "application/json");
        }
        headers.forEach(all::putIfAbsent);
        return ImmutableHTTPRequest.builder()
                .baseUri(base)
                .mapper(Wire.MAPPER)
                .method(method)
                .path(path)
                .body(body)
                .queryParameters(queryParams == null ? Map.of() : queryParams)
                .headers(HTTPHeaders.of(all))
                .build();
    }

    @Override
    protected <T extends RESTResponse> T execute(
            HTTPRequest request,
            Class<T> responseType,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return execute(request, responseType, errorHandler, responseHeaders, null);
    }

    @Override
    protected <T extends RESTResponse> T execute(
            HTTPRequest request,
            Class<T> responseType,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders,
            ParserContext parserContext) {
        String what = rules.what(request);
        try {
            rules.check(request);
            return retries.call(() -> {
                Answer answer = authenticated(request);
                responseHeaders.accept(answer.headerMap());
                T read = read(answer, responseType, errorHandler, parserContext);
                return settings.checked(read, request.path());
            });
        } catch (RestFailure e) {
            throw errors.translate(e, what);
        }
    }

    /** With credentials, renewed once when the server refuses them. */
    private Answer authenticated(HTTPRequest request) {
        HTTPRequest signed = identity.sign(request);
        Answer answer = http.send(onWire(signed));
        if (answer.unauthorized() && identity.renew(signed)) {
            return http.send(onWire(identity.sign(request)));
        }
        return answer;
    }

    private static HttpRequest onWire(HTTPRequest request) {
        String body = request.encodedBody();
        HttpRequest.Builder out = HttpRequest.newBuilder(request.requestUri());
        if (request.method() == HTTPMethod.GET) {
            out.GET();
        } else {
            out.method(
                    request.method().name(),
                    body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        }
        out.setHeader("Accept-Encoding", "gzip");
        request.headers().entries().stream()
                .filter(header -> !RESTRICTED.contains(header.name().toLowerCase(Locale.ROOT)))
                .forEach(header -> out.setHeader(header.name(), header.value()));
        return out.build();
    }

    private <T extends RESTResponse> T read(
            Answer answer, Class<T> type, Consumer<ErrorResponse> errorHandler, ParserContext context) {
        if (answer.redirects()) {
            String target = answer.headers().firstValue("location").orElse("nowhere");
            throw RestFailure.of(RestFailure.Kind.REDIRECTED, answer.status(), rules.host(target));
        }
        if (!answer.succeeded()) {
            throw refused(answer, errorHandler);
        }
        if (answer.empty() || type == null) {
            return null;
        }
        if (!answer.json()) {
            throw RestFailure.of(RestFailure.Kind.NOT_JSON, answer.status(), answer.contentType());
        }
        try {
            return type.cast(parse(answer, type, context));
        } catch (IOException e) {
            throw RestFailure.of(RestFailure.Kind.BROKEN, "it is no complete " + type.getSimpleName(), e);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw RestFailure.of(
                    RestFailure.Kind.NOT_JSON, answer.status(), "something else than a " + type.getSimpleName());
        }
    }

    private static Object parse(Answer answer, Class<?> type, ParserContext context) throws IOException {
        if (type == JsonAnswer.class) {
            return new JsonAnswer(Wire.MAPPER.readTree(answer.body()));
        }
        ObjectReader reader = Wire.MAPPER.readerFor(type);
        return context == null || context.isEmpty()
                ? reader.readValue(answer.body())
                : reader.with(context.toInjectableValues()).readValue(answer.body());
    }

    /** What is missing is said by Iceberg's exceptions, which tell tables from namespaces; all else by ours. */
    private RestFailure refused(Answer answer, Consumer<ErrorResponse> errorHandler) {
        ErrorResponse error = error(answer);
        if (answer.status() == 404 && error.type() != null && errorHandler instanceof ErrorHandler) {
            errorHandler.accept(error);
        }
        return RestFailure.of(RestFailure.Kind.ANSWERED, answer.status(), identity.mask(error.message()))
                .retryAfter(answer.retryAfter(retries.timing().now()));
    }

    private static ErrorResponse error(Answer answer) {
        JsonAnswer.Refusal refusal = JsonAnswer.Refusal.of(answer);
        return ErrorResponse.builder()
                .responseCode(answer.status())
                .withType(refusal.type())
                .withMessage(refusal.message())
                .build();
    }

    /** The connections end by themselves. */
    @Override
    public void close() {}
}
