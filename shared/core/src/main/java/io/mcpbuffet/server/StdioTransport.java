package io.mcpbuffet.server;

import io.mcpbuffet.access.Principal;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;

/** MCP over a pair of streams, one message per line. One thread reads; handlers answer from any thread. */
final class StdioTransport {
    static final int MAX_LINE = 16 << 20;

    private final Principal principal;
    private final LineReader lines;
    private final Outgoing outgoing;
    private final String session = UUID.randomUUID().toString();
    private long requests;

    StdioTransport(InputStream in, OutputStream out, Principal principal) {
        this.principal = principal;
        this.lines = new LineReader(in, MAX_LINE);
        this.outgoing = new Outgoing(new LineOutlet(out));
    }

    /** Serves until the input ends and all calls are answered, or nobody reads the answers. */
    void serve(McpService service) throws IOException, InterruptedException {
        try (Conversation conversation = service.open(outgoing)) {
            while (!outgoing.broken()) {
                LineReader.Line line = lines.next();
                if (line instanceof LineReader.End) {
                    break;
                }
                accept(message(line), conversation);
            }
            if (outgoing.broken()) {
                conversation.cancelAll();
            }
            conversation.drain();
        }
    }

    private static Incoming message(LineReader.Line line) {
        if (line instanceof LineReader.Text text) {
            return Incoming.parse(text.text(), "line");
        }
        if (line instanceof LineReader.TooLong longer) {
            return new Incoming.Invalid(
                    Outgoing.NO_ID, ErrorCodes.INVALID_REQUEST, "The line is longer than " + longer.limit() + " bytes");
        }
        return Incoming.parseError("The line is not UTF-8");
    }

    private void accept(Incoming message, Conversation conversation) {
        if (message instanceof Incoming.Request request) {
            conversation.accept(request, outgoing, caller());
        } else if (message instanceof Incoming.Notification notification) {
            conversation.accept(notification, caller());
        } else if (message instanceof Incoming.Response response) {
            conversation.accept(response);
        } else if (message instanceof Incoming.Invalid invalid) {
            outgoing.refuse(invalid);
        }
    }

    private Caller caller() {
        return new Caller(principal, session, "stdio-" + ++requests, Optional.empty());
    }
}
