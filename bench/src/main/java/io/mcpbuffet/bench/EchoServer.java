package io.mcpbuffet.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The program of an MCP server with one tool that costs next to nothing: {@code stdio}, or {@code http} at a port that it prints. */
public final class EchoServer {
    static final String TOOL = "echo";

    private EchoServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("http")) {
            http();
        } else {
            stdio();
        }
    }

    private static void stdio() throws IOException {
        OutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer = answer(line);
            if (!answer.isEmpty()) {
                out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void http() throws IOException {
        ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            Thread thread = new Thread(() -> serve(socket));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (HttpText.Message request = HttpText.read(in); request != null; request = HttpText.read(in)) {
                socket.getOutputStream().write(reply(request).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    private static String reply(HttpText.Message request) {
        if (!request.start().startsWith("POST")) {
            return "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n";
        }
        String answer = answer(request.body());
        if (answer.isEmpty()) {
            return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
        }
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: echo\r\nContent-Length: "
                + answer.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + answer;
    }

    /** Empty for a notification. */
    private static String answer(String message) {
        String id = id(message);
        if (id.isEmpty()) {
            return "";
        }
        String result = "{}";
        if (message.contains("\"method\":\"tools/call\"")) {
            result = "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"isError\":false}";
        } else if (message.contains("\"method\":\"tools/list\"")) {
            result = "{\"tools\":[{\"name\":\"" + TOOL
                    + "\",\"description\":\"Says hello\",\"inputSchema\":{\"type\":\"object\"}}]}";
        } else if (message.contains("\"method\":\"initialize\"")) {
            result =
                    "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}";
        }
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    /** As it stands in a message of one who asks nothing by that name. */
    static String id(String message) {
        int at = message.lastIndexOf("\"id\":");
        if (at < 0) {
            return "";
        }
        int end = at + 5;
        while (end < message.length() && ",}".indexOf(message.charAt(end)) < 0) {
            end++;
        }
        return message.substring(at + 5, end).strip().toLowerCase(Locale.ROOT);
    }
}
