package io.mcpbuffet.server.http;

import io.mcpbuffet.server.Outgoing;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Errors of the HTTP server itself as JSON-RPC errors, which tell nothing from inside. */
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String text = HttpStatus.getMessage(response.getStatus());
        byte[] body = Outgoing.bytes(Outgoing.NO_ID, new JSONRPCError(ErrorCodes.INVALID_REQUEST, text));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Exchange.JSON);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
