package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.RowBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Rows that have arrived for a call of the worker and wait to be taken. */
final class RowInlet {
    private static final long LOOK_MILLIS = 50;

    private final Stop stop;
    private final Map<String, BlockingQueue<byte[]>> arrived = new ConcurrentHashMap<>();

    RowInlet(Stop stop) {
        this.stop = stop;
    }

    void put(JsonNode message) {
        try {
            queue(message.get("view").asText()).add(message.get("rows").binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next batch, none at the end of the rows. CANCELLED when the call is stopped. */
    Optional<RowBatch> take(String view) {
        BlockingQueue<byte[]> queue = queue(view);
        try {
            while (!stop.asked()) {
                byte[] rows = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (rows != null) {
                    return rows.length == 0 ? Optional.empty() : Optional.of(RowFrames.decode(rows));
                }
            }
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        }
    }

    private BlockingQueue<byte[]> queue(String view) {
        return arrived.computeIfAbsent(view, name -> new LinkedBlockingQueue<>());
    }
}
