package io.mcpbuffet.polaris;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.observe.Canary;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.UrlEncoded;

/** What stands before the reference server: gives tokens, checks them, and makes trouble on demand. Safe for use by many threads. */
final class Gate extends Handler.Wrapper {
    static final String CLIENT = "reader";

    /** What its tokens begin with. */
    static final String TOKEN = Canary.ISSUED_TOKEN.value();

    static final String SECRET = Canary.CREDENTIAL.value();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger issued = new AtomicInteger();
    private final Map<String, Boolean> tokens = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Planned> planned = new ConcurrentLinkedDeque<>();
    private volatile long tokenSeconds = 3600;
    private volatile boolean open;
    private volatile String exchanged = "id-token";

    Gate(Handler next) {
        super(next);
    }

    /** A request that came in, with its headers in lower case. */
    record Seen(String method, String path, Map<String, String> headers, String body) {}

    /** What a request whose path has a text is answered with. */
    @FunctionalInterface
    interface Fault {
        void answer(Request request, Response response, Callback callback) throws Exception;
    }

    private record Planned(String path, Fault fault, AtomicInteger times) {}

    /** The next requests with the text in their path are answered by the fault. */
    void fail(String path, int times, Fault fault) {
        planned.add(new Planned(path, fault, new AtomicInteger(times)));
    }

    /** No more trouble. */
    void calm() {
        planned.clear();
    }

    /** Anybody may come in, whatever the token. */
    Gate open() {
        open = true;
        return this;
    }

    /** Tokens given from now on last so long, by their own words. */
    void tokenSeconds(long seconds) {
        tokenSeconds = seconds;
    }

    /** No token given so far is good any more. */
    void revoke() {
        tokens.replaceAll((token, good) -> false);
    }

    void accept(String token) {
        tokens.put(token, true);
    }

    /** The token that is given another one for. */
    void exchanges(String token) {
        exchanged = token;
    }

    List<Seen> seen() {
        return seen;
    }

    int issued() {
        return issued.get();
    }

    static Fault status(int status, String... headers) {
        return (request, response, callback) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.getHeaders().put(headers[i], headers[i + 1]);
            }
            error(response, callback, status, "Trouble", "trouble on demand");
        };
    }

    static Fault text(int status, String type, String body) {
        return (request, response, callback) -> {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            Content.Sink.write(response, true, body, callback);
        };
    }

    /** The connection is gone without an answer. */
    static Fault reset() {
        return (request, response, callback) ->
                request.getConnectionMetaData().getConnection().getEndPoint().close();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        boolean token = path.endsWith("/oauth/tokens");
        String body = token ? Content.Source.asString(request, StandardCharsets.UTF_8) : "";
        seen.add(new Seen(request.getMethod(), path, headers(request), body));
        for (Planned each : planned) {
            if (path.contains(each.path()) && each.times().getAndDecrement() > 0) {
                each.fault().answer(request, response, callback);
                return true;
            }
        }
        if (token) {
            token(body, response, callback);
            return true;
        }
        if (!open && !authorized(request)) {
            error(response, callback, 401, "NotAuthorizedException", "Token is missing, expired or revoked");
            return true;
        }
        if (path.endsWith("/sign") && request.getMethod().equals("POST")) {
            String asked = Content.Source.asString(request, StandardCharsets.UTF_8);
            text(200, "application/json", SignedReads.answer(asked)).answer(request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(field.getLowerCaseName(), field.getValue());
        }
        return headers;
    }

    private boolean authorized(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return header != null
                && header.startsWith("Bearer ")
                && tokens.getOrDefault(header.substring("Bearer ".length()), false);
    }

    private void token(String body, Response response, Callback callback) throws Exception {
        Map<String, String> form = form(body);
        boolean client = "client_credentials".equals(form.get("grant_type"))
                && CLIENT.equals(form.get("client_id"))
                && SECRET.equals(form.get("client_secret"))
                && form.containsKey("scope");
        boolean exchange = String.valueOf(form.get("grant_type")).endsWith(":token-exchange")
                && exchanged.equals(form.get("subject_token"));
        if (!client && !exchange) {
            ObjectNode refusal = JSON.createObjectNode().put("error", "invalid_client");
            text(
                            401,
                            "application/json",
                            refusal.put("error_description", "no such client").toString())
                    .answer(null, response, callback);
            return;
        }
        String token = TOKEN + issued.incrementAndGet();
        tokens.put(token, true);
        ObjectNode answer = JSON.createObjectNode()
                .put("access_token", token)
                .put("token_type", "bearer")
                .put("expires_in", tokenSeconds);
        text(200, "application/json", answer.toString()).answer(null, response, callback);
    }

    static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        UrlEncoded.decodeString(pair.substring(0, equals)),
                        UrlEncoded.decodeString(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    static void error(Response response, Callback callback, int status, String type, String message) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("message", message).put("type", type).put("code", status);
        text(status, "application/json", body.toString()).answer(null, response, callback);
    }
}
