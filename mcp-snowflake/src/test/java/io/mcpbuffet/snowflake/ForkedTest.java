package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What needs a virtual machine of its own. */
class ForkedTest {
    private static final int ROWS = 1_000_000;

    /** Reads a table as a join does, or runs a statement, and prints what came. */
    public static final class Main {
        private Main() {}

        /** Takes the port of the stand-in, and a table or a statement. */
        public static void main(String[] arguments) {
            try (SnowflakeCatalog catalog = (SnowflakeCatalog) new SnowflakeProvider()
                    .open(
                            "snow",
                            Map.of(
                                    "url", "http://localhost:" + arguments[0],
                                    "account", "acme",
                                    "user", "READER",
                                    "password", "kanari-bird-snowflake-password+/9~f="),
                            Account.NONE)) {
                System.out.println(
                        arguments[1].contains(" ")
                                ? catalog.run(Account.query(arguments[1]), io.mcpbuffet.spi.Progress.NONE)
                                        .page()
                                        .rows()
                                : streamed(catalog, TableRef.parse(arguments[1])));
            }
            System.exit(0);
        }

        private static String streamed(SnowflakeCatalog catalog, TableRef table) {
            long rows = 0;
            long sum = 0;
            try (RowStream stream =
                    catalog.pin(table, AsOf.LATEST).leaf(ScanRequest.ALL).open(Account.SOON)) {
                Optional<RowBatch> batch = stream.next();
                while (batch.isPresent()) {
                    RowBatch.Longs ids = (RowBatch.Longs) batch.get().columns().get(0);
                    for (int i = 0; i < batch.get().rows(); i++) {
                        sum += ids.values()[i];
                    }
                    rows += batch.get().rows();
                    batch = stream.next();
                }
            }
            return rows + " rows, sum " + sum;
        }
    }

    private static String run(StandIn account, String what, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                Integer.toString(account.port()),
                what));
        Path log = Files.createTempFile("forked", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(Canary.none(Files.readString(log))).isZero();
        Files.delete(log);
        return out;
    }

    /** The driver reads the parts of a result ahead, so what it holds of them counts too. */
    @Test
    void streamsAMillionRowsUnderASmallHeap() throws Exception {
        try (StandIn account = SalesAccount.start()) {
            account.sql(
                    "CREATE TABLE SALES.\"PUBLIC\".MILLION AS SELECT i AS id, 'text of row ' || i AS note, (i / 4)::DECIMAL(12, 2)"
                            + " AS amount FROM range(" + ROWS + ") t(i)");
            assertThat(run(account, "snow.SALES.PUBLIC.MILLION", "-Xmx128m"))
                    .isEqualTo(ROWS + " rows, sum " + (long) ROWS * (ROWS - 1) / 2);
        }
    }

    /** JSON results are asked for; an account that sends Arrow all the same is read where the virtual machine allows it. */
    @Test
    void readsArrowWhereItIsAllowed() throws Exception {
        try (StandIn account = SalesAccount.start()) {
            account.set("arrow", "yes");
            assertThat(run(
                            account,
                            "SELECT id, note FROM ORDERS WHERE id < 9 AND id > 5 ORDER BY id",
                            "--add-opens=java.base/java.nio=ALL-UNNAMED"))
                    .isEqualTo("[[6, n6], [7, null], [8, n8]]");
        }
    }
}
