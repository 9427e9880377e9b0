package io.mcpbuffet.spi;

import java.util.BitSet;
import java.util.List;

/**
 * Some rows, column by column. Which form a column takes is told by its type:
 *
 * <ul>
 *   <li>{@link Longs}: booleans as 0 and 1; int and long; dates as days, times as microseconds of the day, timestamps as microseconds
 *       since 1970 (those with zone in UTC)
 *   <li>{@link Doubles}: float and double
 *   <li>decimals: {@link Longs} of the unscaled values where all of the batch fit, or {@link Texts} in plain notation
 *   <li>{@link Binaries}: binary and fixed
 *   <li>{@link Texts}: all else; lists, structs, maps and variants as JSON
 * </ul>
 */
@SuppressWarnings("ArrayRecordComponent") // millions of values pass through, and no batch is compared with another
public record RowBatch(int rows, List<Column> columns) {
    public RowBatch {
        columns = List.copyOf(columns);
    }

    /** The values of a column. The arrays are as long as the batch has rows, or longer, and are not copied. */
    public sealed interface Column {}

    /** Whole numbers; rows among {@code nulls} hold NULL, whatever the value at their place. */
    public record Longs(long[] values, BitSet nulls) implements Column {}

    /** Floating-point numbers; rows among {@code nulls} hold NULL, whatever the value at their place. */
    public record Doubles(double[] values, BitSet nulls) implements Column {}

    /** Texts, null for NULL. */
    public record Texts(String[] values) implements Column {}

    /** Binary values, null for NULL. */
    public record Binaries(byte[][] values) implements Column {}
}
