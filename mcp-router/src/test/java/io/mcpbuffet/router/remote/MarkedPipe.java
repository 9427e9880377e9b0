package io.mcpbuffet.router.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One at the standard input and output of a process. */
final class MarkedPipe extends MarkedClient {
    private final Process process;
    private final OutputStream out;
    private final BufferedReader in;
    private final Thread reading;

    MarkedPipe(int number, Process process) {
        super(number);
        this.process = process;
        this.out = process.getOutputStream();
        this.in = process.inputReader(StandardCharsets.UTF_8);
        line(hello());
        answered();
        this.reading = new Thread(this::read, "answers-" + number);
        reading.start();
    }

    private void answered() {
        try {
            in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard(line);
                if (!line.contains("\"method\":")) {
                    ended();
                }
            }
        } catch (IOException e) {
            stray("The output broke: " + e);
        }
    }

    @Override
    void send(MarkedCall call) {
        line(call.request());
        if (call.cancelled()) {
            line(call.cancellation());
            ended();
        }
    }

    private synchronized void line(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            reading.join();
            if (process.waitFor() != 0) {
                stray("The exit code is " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
