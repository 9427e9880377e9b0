package io.mcpbuffet.server.http;

import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps connections on which nothing is asked now, since a client may use one again at the moment at which it is closed, and its request
 * is lost then. Safe for use by many threads.
 */
final class Connections extends Handler.Wrapper {
    /** For the first request to come, and for a client to read some of its answer. More than the pause between two comments. */
    static final Duration ASKED = Duration.ofSeconds(60);

    /** Longer than clients and proxies keep a connection to use it again: Java 17 does for 20 minutes, load balancers for up to 10. */
    static final Duration KEPT = Duration.ofMinutes(30);

    static final int MOST = 4096;

    private final Duration asked;
    private final Duration kept;
    private final int many;

    /** @param many with more connections than these, one that is not used ends as soon as one that was never used */
    Connections(Handler handler, Duration asked, Duration kept, int many) {
        super(handler);
        this.asked = asked;
        this.kept = kept;
        this.many = many;
    }

    static Connections of(Handler handler) {
        return new Connections(handler, ASKED, KEPT, MOST / 2);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        Connector connector = request.getConnectionMetaData().getConnector();
        connection.setIdleTimeout(asked.toMillis());
        Request.addCompletionListener(request, end -> {
            if (connector.getConnectedEndPoints().size() <= many) {
                connection.setIdleTimeout(kept.toMillis());
            }
        });
        return super.handle(request, response, callback);
    }
}
