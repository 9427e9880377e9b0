package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.engine.job.AttachedRelation;
import io.mcpbuffet.engine.job.FilesRelation;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.LocalTables.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerRelationsTest {
    @TempDir
    static Path directory;

    private Running engine;
    private Path database;

    @BeforeAll
    void start() throws SQLException {
        engine = Running.start();
        database = directory.resolve("it's.duckdb");
        execute(
                database,
                "CREATE SCHEMA \"My \"\"Schema\"\"\"",
                "CREATE TABLE \"My \"\"Schema\"\"\".t AS SELECT 42 AS n",
                "CREATE VIEW peek AS SELECT * FROM read_text('/etc/hostname')");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private static void execute(Path database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private AttachedRelation attached(Path file) {
        return new AttachedRelation("v1", file.toString(), "My \"Schema\"", "t");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static FilesRelation files(Reader reader, Path... paths) {
        return new FilesRelation(
                "v1", reader, List.of(paths).stream().map(Path::toString).toList(), Map.of());
    }

    @Test
    void readsATableOfADatabaseFile() {
        assertThat(engine.rows("SELECT n FROM v1", attached(database))).containsExactly(List.of(42));
    }

    @Test
    void readsTwoTablesOfOneDatabaseFile() {
        AttachedRelation again = new AttachedRelation("v2", database.toString(), "My \"Schema\"", "t");
        assertThat(engine.rows("SELECT v1.n + v2.n FROM v1, v2", attached(database), again))
                .containsExactly(List.of(84));
    }

    @Test
    void doesNotLetAViewOfADatabaseFileReadOtherFiles() {
        LakeException failure =
                engine.failure("SELECT * FROM v1", new AttachedRelation("v1", database.toString(), "main", "peek"));
        assertThat(failure.code()).isEqualTo(ErrorCode.SQL_REJECTED);
    }

    @Test
    void leavesTheDatabaseFileAsItWas() throws IOException {
        byte[] before = Files.readAllBytes(database);
        engine.rows("SELECT n FROM v1", attached(database));
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    @Test
    void saysThatADatabaseFileIsMissing() {
        LakeException failure = engine.failure("SELECT * FROM v1", attached(directory.resolve("gone.duckdb")));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("gone.duckdb");
        assertThat(directory.resolve("gone.duckdb")).doesNotExist();
    }

    @Test
    void saysThatADatabaseFileIsLocked() throws SQLException {
        Path busy = directory.resolve("busy.duckdb");
        try (Connection writer = DriverManager.getConnection("jdbc:duckdb:" + busy);
                Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 1 AS n");
            LakeException failure = engine.failure("SELECT * FROM v1", attached(busy));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("locked");
        }
    }

    @Test
    void saysThatAFileIsNoDatabase() throws IOException {
        LakeException failure =
                engine.failure("SELECT * FROM v1", attached(file("text.duckdb", "no database ".repeat(2000))));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("text.duckdb");
    }

    @Test
    void readsFilesOfEachFormat() throws IOException, SQLException {
        Path parquet = directory.resolve("o'ne[1]*.parquet");
        execute(
                directory.resolve("scratch.duckdb"),
                "COPY (SELECT 7 AS n) TO '" + parquet.toString().replace("'", "''") + "' (FORMAT parquet)");
        assertThat(engine.rows("SELECT n FROM v1", files(Reader.PARQUET, parquet)))
                .containsExactly(List.of(7));
        assertThat(engine.rows(
                        "SELECT sum(n)::INT FROM v1",
                        files(Reader.CSV, file("a.csv", "n\n1\n"), file("b.csv", "n\n2\n"))))
                .containsExactly(List.of(3));
        assertThat(engine.rows("SELECT n FROM v1", files(Reader.JSON, file("a.json", "{\"n\": \"x\"}\n"))))
                .containsExactly(List.of("x"));
    }

    @Test
    void saysWhichFileIsMissing() {
        LakeException failure = engine.failure("SELECT * FROM v1", files(Reader.CSV, directory.resolve("no.csv")));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("no.csv");
    }

    @Test
    void readsNoOtherFileThanThoseOfTheTables() throws IOException {
        Path other = file("other.csv", "n\n1\n");
        LakeException failure = engine.failure(
                "SELECT * FROM v1, read_csv('" + other + "')", files(Reader.CSV, file("mine.csv", "n\n1\n")));
        assertThat(failure.code()).isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(failure.getMessage()).doesNotContain(directory.toString());
    }

    @Test
    void namesAMissingColumnButNotOurOwnView() throws IOException {
        LakeException failure = engine.failure("SELECT m FROM v1", files(Reader.CSV, file("mine.csv", "n\n1\n")));
        assertThat(failure.code()).isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(failure.getMessage()).contains("\"m\"").doesNotContain("v1", "LINE", "Exception");
    }

    @Test
    void refusesWhatFailsWhileItRuns() {
        assertThat(engine.failure("SELECT CAST('x' || range AS INTEGER) FROM range(3)")
                        .code())
                .isEqualTo(ErrorCode.SQL_REJECTED);
    }

    @Test
    void readsMetadataOfADatabaseFile() {
        assertThat(engine.workers()
                        .rows(
                                Optional.of(database),
                                List.of(),
                                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'db' AND schema_name LIKE ?",
                                List.of("My%"),
                                Running.SOON)
                        .rows())
                .containsExactly(List.of("t"));
        assertThatThrownBy(() -> engine.workers()
                        .rows(
                                Optional.of(database),
                                List.of(),
                                "CREATE TABLE db.main.x AS SELECT 1",
                                List.of(),
                                Running.SOON))
                .isInstanceOf(LakeException.class);
    }
}
