package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpareInstanceTest {
    private final SpareInstance spare = new SpareInstance();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void close() throws SQLException {
        released.countDown();
        connection.close();
    }

    private Connection slowly() throws SQLException {
        begun.countDown();
        try {
            released.await();
            return connection;
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    @Test
    void isWaitedForWhileItIsMade() throws Exception {
        spare.fill(1000, this::slowly);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        FutureTask<Connection> taken = new FutureTask<>(() -> spare.take(1000));
        Thread thread = new Thread(taken);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !taken.isDone()) {
            Thread.onSpinWait();
        }
        released.countDown();
        assertThat(taken.get()).isSameAs(connection);
        assertThat(spare.take(1000)).isNull();
    }

    @Test
    void isNotWaitedForWithOtherMemory() throws Exception {
        spare.fill(1000, this::slowly);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(spare.take(2000)).isNull();
    }

    @Test
    void isNotThereWhereItCouldNotBeMade() {
        spare.fill(1000, () -> {
            throw new SQLException("full");
        });
        assertThat(spare.take(1000)).isNull();
        spare.fill(1000, () -> {
            throw new IllegalStateException("a failure that is shown in the log of this test");
        });
        assertThat(spare.take(1000)).isNull();
        spare.fill(1000, () -> connection);
        assertThat(spare.take(1000)).isSameAs(connection);
    }
}
