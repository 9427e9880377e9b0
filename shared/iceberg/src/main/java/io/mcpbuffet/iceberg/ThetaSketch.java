package io.mcpbuffet.iceberg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The estimate of a theta sketch of Apache DataSketches: the entries that it keeps, divided by the share of all hashes that it lets in. Both
 * stand before the entries, in the plain (3) and in the compressed (4) form.
 */
final class ThetaSketch {
    private static final int PLAIN = 3;
    private static final int COMPRESSED = 4;
    private static final int BIG_ENDIAN = 1;
    private static final int EMPTY = 4;
    private static final double ALL_HASHES = Long.MAX_VALUE;

    private ThetaSketch() {}

    /** Empty for bytes that are no theta sketch, or of a form that is not known. */
    static OptionalLong estimate(ByteBuffer bytes) {
        ByteBuffer sketch = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        int longs = sketch.remaining() < Long.BYTES ? 0 : sketch.get(0) & 0x3f;
        if (longs == 0 || sketch.remaining() < longs * Long.BYTES || !isTheta(sketch)) {
            return OptionalLong.empty();
        }
        return switch (sketch.get(1)) {
            case PLAIN -> plain(sketch, longs);
            case COMPRESSED -> compressed(sketch, longs);
            default -> OptionalLong.empty();
        };
    }

    /** Of an update sketch (2) or a compact one (3). */
    private static boolean isTheta(ByteBuffer sketch) {
        int family = sketch.get(2);
        return (family == 2 || family == 3) && (sketch.get(5) & BIG_ENDIAN) == 0;
    }

    private static OptionalLong plain(ByteBuffer sketch, int longs) {
        if ((sketch.get(5) & EMPTY) != 0) {
            return OptionalLong.of(0);
        }
        return switch (longs) {
            case 1 -> OptionalLong.of(1);
            case 2 -> of(sketch.getInt(8), Long.MAX_VALUE);
            case 3 -> of(sketch.getInt(8), sketch.getLong(16));
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong compressed(ByteBuffer sketch, int longs) {
        int size = sketch.get(4);
        int at = longs * Long.BYTES;
        if (longs > 2 || size < 1 || size > Integer.BYTES || sketch.remaining() < at + size) {
            return OptionalLong.empty();
        }
        long entries = 0;
        for (int i = 0; i < size; i++) {
            entries |= (sketch.get(at + i) & 0xffL) << (Byte.SIZE * i);
        }
        return of(entries, longs == 1 ? Long.MAX_VALUE : sketch.getLong(8));
    }

    private static OptionalLong of(long entries, long theta) {
        return entries < 0 || theta <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(entries / (theta / ALL_HASHES)));
    }
}
