package io.mcpbuffet.bench;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A way to call the echo, for many callers at once, each of which is one thread. */
abstract class EchoCalls implements AutoCloseable {
    static final int MOST = 64;

    static final String GREETING =
            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";

    private final String tool;
    private final long[] sequence = new long[MOST];
    private final java.util.List<BlockingQueue<String>> answers = IntStream.range(0, MOST)
            .<BlockingQueue<String>>mapToObj(i -> new ArrayBlockingQueue<>(1))
            .toList();

    EchoCalls(String tool) {
        this.tool = tool;
    }

    /** Calls and waits for the answer. */
    final void call(int caller) throws IOException, InterruptedException {
        long id = caller + MOST * ++sequence[caller];
        String answer = exchange(caller, request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}"));
        if (!answer.contains("hello") || !EchoServer.id(answer).equals(String.valueOf(id))) {
            throw new IOException("Not the answer to " + id + ": " + answer);
        }
    }

    /** What a tool answers, whatever that is. */
    final String ask(int caller, String name) throws IOException, InterruptedException {
        long id = caller + MOST * ++sequence[caller];
        return exchange(caller, request(id, "tools/call", "{\"name\":\"" + name + "\",\"arguments\":{}}"));
    }

    static String request(long id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    static String notification(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
    }

    /** Sends the request of a caller, and gives its answer. */
    abstract String exchange(int caller, String request) throws IOException, InterruptedException;

    /** For those whose answers come on one way for all. */
    final void answered(String message) {
        String id = EchoServer.id(message);
        if (!id.isEmpty() && !message.contains("\"method\":")) {
            answers.get((int) (Long.parseLong(id) % MOST)).add(message);
        }
    }

    final String await(int caller) throws InterruptedException, IOException {
        String answer = answers.get(caller).poll(30, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IOException("No answer came within 30 seconds");
        }
        return answer;
    }

    @Override
    public abstract void close();
}
