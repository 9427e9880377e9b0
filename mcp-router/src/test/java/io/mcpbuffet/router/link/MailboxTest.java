package io.mcpbuffet.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {
    private static final int SENDERS = 8;
    private static final int LINES = 2_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private BufferedReader reader;
    private Mailbox mailbox;

    @BeforeEach
    void open() throws IOException {
        Pipe pipe = Pipe.open();
        reader = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(pipe.source()), StandardCharsets.UTF_8));
        mailbox = new Mailbox("far", Channels.newOutputStream(pipe.sink()));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        mailbox.close();
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<String> read(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String line = reader.readLine();
            mailbox.read(Long.parseLong(line.substring(0, line.indexOf(' '))));
            lines.add(line);
        }
        return lines;
    }

    private Void send(int sender) {
        for (int i = 0; i < LINES; i++) {
            long id = 1 + (long) sender * LINES + i;
            assertThat(mailbox.put(line(id + " from " + sender), id)).isTrue();
        }
        return null;
    }

    @Test
    void writesTheLinesOfManySendersEachWholeOnceAndInItsOrder() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            work.add(() -> send(sender));
        }
        Future<List<String>> lines = threads.submit(() -> read(SENDERS * LINES));
        for (Future<Void> each : threads.invokeAll(work)) {
            each.get();
        }
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            assertThat(lines.get().stream().filter(line -> line.endsWith(" from " + sender)))
                    .containsExactlyElementsOf(IntStream.range(0, LINES)
                            .mapToObj(n -> 1 + sender * LINES + n + " from " + sender)
                            .toList());
        }
    }

    @Test
    void makesNoSenderWaitForAReaderThatDoesNotRead() throws IOException {
        String text = " " + "x".repeat(1_000);
        for (int id = 1; id <= 500; id++) {
            assertThat(mailbox.put(line(id + text), id)).isTrue();
        }
        assertThat(read(500))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 500).mapToObj(id -> id + text).toList());
    }

    @Test
    void takesNoMoreThanSoMuchThatNobodyReads() {
        byte[] line = line("x".repeat(1 << 20));
        long taken =
                IntStream.rangeClosed(1, 40).filter(id -> mailbox.put(line, id)).count();
        assertThat(taken).isBetween(15L, 18L);
    }

    @Test
    void endsTheStreamAfterWhatIsWritten() throws IOException {
        mailbox.put(line("1 last"), 1);
        mailbox.close();
        assertThat(mailbox.put(line("2 late"), 2)).isTrue();
        assertThat(reader.readLine()).isEqualTo("1 last");
        assertThat(reader.readLine()).isNull();
    }
}
