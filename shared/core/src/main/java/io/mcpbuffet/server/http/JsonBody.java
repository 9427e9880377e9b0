package io.mcpbuffet.server.http;

import io.mcpbuffet.json.Utf8;
import io.mcpbuffet.server.Incoming;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads the message in the body of a request, without holding a thread for a client that is slow. */
final class JsonBody {
    static final int LIMIT = 4 << 20;

    private JsonBody() {}

    /** A message that cannot be read is answered here, and goes nowhere. */
    static void read(Exchange exchange, Heart heart, Consumer<Incoming> then) {
        Request request = exchange.request();
        String type =
                exchange.header("Content-Type").orElse("").split(";", 2)[0].strip();
        if (!type.toLowerCase(Locale.ROOT).equals(Exchange.JSON)) {
            Replies.error(exchange, 415, ErrorCodes.INVALID_REQUEST, "Send the message as " + Exchange.JSON);
            return;
        }
        BodyReader reader = new BodyReader(request, LIMIT, outcome -> ended(exchange, outcome, then));
        reader.read();
        if (!reader.over()) {
            heart.add(reader);
        }
    }

    private static void ended(Exchange exchange, BodyReader.Outcome outcome, Consumer<Incoming> then) {
        if (outcome instanceof BodyReader.Read read) {
            // From now on a call may take its time.
            exchange.request().addIdleTimeoutListener(late -> false);
            then.accept(message(read.bytes()));
        } else if (outcome instanceof BodyReader.TooLong) {
            refuse(exchange, 413, "The body is longer than " + LIMIT + " bytes");
        } else if (outcome instanceof BodyReader.TooSlow) {
            refuse(exchange, 408, "The body did not come in time");
        } else if (outcome instanceof BodyReader.Failed failed) {
            exchange.callback().failed(failed.failure());
        }
    }

    /** What may be left of the body is not read, so the connection cannot be used again. */
    private static void refuse(Exchange exchange, int status, String text) {
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
        Replies.error(exchange, status, ErrorCodes.INVALID_REQUEST, text);
    }

    private static Incoming message(byte[] bytes) {
        try {
            return Incoming.parse(Utf8.text(bytes, 0, bytes.length), "body");
        } catch (CharacterCodingException e) {
            return Incoming.parseError("The body is not UTF-8");
        }
    }
}
