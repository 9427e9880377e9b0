package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaving files out never changes an answer: random conditions over random tables, with push-down and without. More of them with
 * {@code -Dpush.tables=N}, others with {@code -Dpush.seed=N}.
 */
class RandomPredicatesTest {
    private static final int TABLES = Integer.getInteger("push.tables", 3);
    private static final long SEED = Long.getLong("push.seed", 20_261_125);
    private static final int PREDICATES = 40;

    @TempDir
    private Path directory;

    private long filesRead;
    private long filesTotal;

    @Test
    void agreeWithAndWithoutPushDown() {
        Lake lake = new Lake(directory);
        for (int i = 0; i < TABLES; i++) {
            RandomFiles.make(lake, "t" + i, new Random(SEED + i));
        }
        try (FederatedEngine pushing = engine(lake, true);
                FederatedEngine whole = engine(lake, false)) {
            for (int i = 0; i < TABLES; i++) {
                compare(pushing, whole, "t" + i, SEED + i);
            }
        }
        System.out.println("Files read " + filesRead + " of " + filesTotal + ", seed " + SEED);
        assertThat(filesRead).isLessThan(filesTotal * 9 / 10);
    }

    private static FederatedEngine engine(Lake lake, boolean pushDown) {
        return new FederatedEngine(
                lake.open(pushDown), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    private void compare(FederatedEngine pushing, FederatedEngine whole, String table, long seed) {
        RandomPredicates random = new RandomPredicates(new Random(seed * 31));
        List<String> predicates = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < PREDICATES; i++) {
            String predicate = random.predicate(
                    RandomFiles.SCHEMA
                            .columns()
                            .subList(1, RandomFiles.SCHEMA.columns().size()),
                    2);
            predicates.add(predicate);
            counts.add("count(*) FILTER (WHERE " + predicate + "), sum(id) FILTER (WHERE " + predicate + ")");
        }
        QueryResult all = run(whole, "SELECT " + String.join(", ", counts) + " FROM " + table);
        List<Object> expected = all.page().rows().get(0);
        filesTotal += PREDICATES * all.filesRead().orElseThrow();
        for (int i = 0; i < PREDICATES; i++) {
            QueryResult found = run(pushing, "SELECT count(*), sum(id) FROM " + table + " WHERE " + predicates.get(i));
            assertThat(found.page().rows().get(0))
                    .as("seed %d, table %s: %s", seed, table, predicates.get(i))
                    .isEqualTo(expected.subList(2 * i, 2 * i + 2));
            filesRead += found.filesRead().orElseThrow();
        }
    }

    private static QueryResult run(FederatedEngine engine, String sql) {
        return engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty()),
                Progress.NONE);
    }
}
