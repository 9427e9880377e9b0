package io.mcpbuffet.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Over lines on a pair of streams. */
final class LineCalls extends EchoCalls {
    private final OutputStream out;
    private final Runnable end;

    LineCalls(String tool, InputStream in, OutputStream out, Runnable end) throws IOException, InterruptedException {
        super(tool);
        this.out = out;
        this.end = end;
        Thread thread = new Thread(() -> read(in), "answers");
        thread.setDaemon(true);
        thread.start();
        exchange(0, request(0, "initialize", GREETING));
        send(notification("notifications/initialized"));
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answered(line);
            }
        } catch (IOException e) {
            // The server has left, and whoever waits for it says so.
        }
    }

    private void send(String message) throws IOException {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(line);
            out.flush();
        }
    }

    @Override
    String exchange(int caller, String request) throws IOException, InterruptedException {
        send(request);
        return await(caller);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // It has left before.
        }
        end.run();
    }
}
