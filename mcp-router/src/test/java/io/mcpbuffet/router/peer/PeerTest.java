package io.mcpbuffet.router.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.server.RelayedError;
import io.mcpbuffet.spi.RowBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PeerTest {
    private final Deque<CompletableFuture<ObjectNode>> answers = new ArrayDeque<>();
    private final List<ObjectNode> sent = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Peer peer = new Peer("shop", (params, limit, beside) -> {
        sent.add(params.deepCopy());
        asked.countDown();
        return answers.remove();
    });

    private void answer(String result) {
        answers.add(CompletableFuture.completedFuture((ObjectNode) Json.read(result)));
    }

    private PeerRowStream rows() {
        Field id = Field.optional("id", new DataType.Scalar(DataType.Kind.LONG));
        return new PeerRowStream(peer, "shop.main.t", "SELECT id", "7", List.of(id), Duration.ofSeconds(30));
    }

    private static LakeException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(LakeException.class, call);
    }

    @Test
    void readsRowsPageByPageOverTheSameMoment() {
        answer(
                "{\"structuredContent\":{\"rows\":[[1],[\"9007199254740993\"]],\"truncated\":true,\"next_cursor\":\"c\"}}");
        answer("{\"structuredContent\":{\"rows\":[[null]],\"truncated\":false}}");
        PeerRowStream rows = rows();
        RowBatch.Longs first =
                (RowBatch.Longs) rows.next().orElseThrow().columns().get(0);
        assertThat(first.values()).containsExactly(1, 9007199254740993L);
        RowBatch.Longs last =
                (RowBatch.Longs) rows.next().orElseThrow().columns().get(0);
        assertThat(last.nulls().get(0)).isTrue();
        assertThat(rows.next()).isEmpty();
        assertThat(sent)
                .extracting(params -> params.at("/arguments/as_of").asText())
                .containsOnly("7");
        assertThat(sent)
                .extracting(params -> params.at("/arguments/cursor").asText())
                .containsExactly("", "c");
        assertThat(sent.get(0).at("/_meta/io.mcpbuffet~1exact").asBoolean()).isTrue();
    }

    @Test
    void givesNoRowsOfWhatTheServerHasCut() {
        answer("{\"structuredContent\":{\"rows\":[[1]],\"truncated\":true}}");
        assertThat(failure(() -> rows().next()).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        answer(
                "{\"structuredContent\":{\"rows\":[[1]],\"warnings\":[\"Cells of column 'id' were cut to 4096 bytes\"]}}");
        assertThat(failure(() -> rows().next()).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void withdrawsTheCallThereWhenItsThreadIsInterrupted() throws Exception {
        CompletableFuture<ObjectNode> never = new CompletableFuture<>();
        answers.add(never);
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        Thread caller = new Thread(() ->
                code.set(failure(() -> peer.call("describe", Json.object())).code()));
        caller.start();
        asked.await();
        caller.interrupt();
        caller.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(code.get()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(never).isCancelled();
    }

    @Test
    void withdrawsTheCallThereWhenItsRowsAreNotWanted() throws Exception {
        CompletableFuture<ObjectNode> never = new CompletableFuture<>();
        answers.add(never);
        PeerRowStream rows = rows();
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        Thread caller = new Thread(() -> code.set(failure(rows::next).code()));
        caller.start();
        asked.await();
        rows.close();
        caller.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(code.get()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(never).isCancelled();
    }

    @Test
    void keepsTheCodeAndTheHintOfAnError() {
        answer(
                "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"structuredContent\":{\"code\":\"SNAPSHOT_EXPIRED\","
                        + "\"message\":\"Gone\",\"hint\":\"Take another\",\"retryable\":false}}");
        LakeException error = failure(() -> peer.call("describe", Json.object()));
        assertThat(error.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
        assertThat(error).hasMessage("Gone");
        assertThat(error.hint()).isEqualTo("Take another");
        answers.add(CompletableFuture.failedFuture(RelayedError.of(-32602, "Unknown tool: describe")));
        assertThat(failure(() -> peer.call("describe", Json.object()))).hasMessageContaining("Unknown tool: describe");
    }

    @Test
    void saysWhatIsMissingWhereAnAnswerIsTextAlone() {
        answer("{\"content\":[{\"type\":\"text\",\"text\":\"4 tables\"}]}");
        LakeException error = failure(() -> peer.call("list_tables", Json.object()));
        assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(error.hint()).contains("output: both");
    }

    @Test
    void callsEachOfSeveralCatalogsANamespace() {
        PeerNames names = new PeerNames("far", List.of("lake", "ops"));
        var here = io.mcpbuffet.model.TableRef.parse("far.lake.\"eu.west\".orders");
        assertThat(names.there(here)).hasToString("lake.\"eu.west\".orders");
        assertThat(names.here(names.there(here))).isEqualTo(here);
        assertThat(names.there(io.mcpbuffet.model.Namespace.ROOT)).isEqualTo(Optional.empty());
        assertThat(failure(() -> names.there(io.mcpbuffet.model.TableRef.parse("far.other.t")))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
