package io.mcpbuffet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.spi.RowFilter.Comparison;
import io.mcpbuffet.spi.RowFilter.In;
import io.mcpbuffet.spi.RowFilter.IsNan;
import io.mcpbuffet.spi.RowFilter.IsNull;
import io.mcpbuffet.spi.RowFilter.Not;
import io.mcpbuffet.spi.RowFilter.Operator;
import io.mcpbuffet.spi.RowFilter.StartsWith;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScanRequestTest {
    private static final DataType DOUBLE = new DataType.Scalar(DataType.Kind.DOUBLE);
    private static final DataType DATE = new DataType.Scalar(DataType.Kind.DATE);
    private static final DataType STRING = new DataType.Scalar(DataType.Kind.STRING);
    private static final ColumnRef X = new ColumnRef(List.of("x"), DOUBLE);
    private static final ColumnRef DAY = new ColumnRef(List.of("order", "Day"), DATE);
    private static final ColumnRef NAME = new ColumnRef(List.of("na\"me"), STRING);

    private static final RowFilter ABOVE = new Comparison(X, Operator.GREATER, new Literal(DOUBLE, 5.0));
    private static final RowFilter NAMED = new StartsWith(NAME, "it's");

    @Test
    void readsAsAPersonWouldWriteIt() {
        RowFilter either = RowFilter.or(List.of(ABOVE, new IsNan(X)));
        RowFilter days = new In(DAY, List.of(new Literal(DATE, LocalDate.of(2024, 2, 29))));
        RowFilter all = RowFilter.and(List.of(either, days, new Not(new IsNull(NAME)), NAMED));

        assertThat(all)
                .hasToString("(x > 5.0 OR x is NaN) AND order.Day IN ('2024-02-29') AND NOT (\"na\"\"me\" IS NULL)"
                        + " AND \"na\"\"me\" starts with 'it''s'");
        assertThat(RowFilter.all()).hasToString("true");
        assertThat(RowFilter.none()).hasToString("false");
    }

    @Test
    void simplifiesWhatIsDecided() {
        assertThat(RowFilter.and(List.of(RowFilter.all(), ABOVE))).isEqualTo(ABOVE);
        assertThat(RowFilter.and(List.of(RowFilter.none(), ABOVE))).isEqualTo(RowFilter.none());
        assertThat(RowFilter.or(List.of(RowFilter.all(), ABOVE))).isEqualTo(RowFilter.all());
        assertThat(RowFilter.or(List.of(RowFilter.none(), ABOVE))).isEqualTo(ABOVE);
        assertThat(RowFilter.and(List.of())).isEqualTo(RowFilter.all());
        assertThat(RowFilter.or(List.of())).isEqualTo(RowFilter.none());
    }

    @Test
    void servesTwoScansWithWhatEitherNeeds() {
        ScanRequest one = new ScanRequest(Optional.of(List.of("c")), ABOVE, OptionalLong.of(3));
        ScanRequest two = new ScanRequest(Optional.of(List.of("a")), NAMED, OptionalLong.of(3));

        ScanRequest both = one.or(two, List.of("a", "b", "c"));

        assertThat(both.columns()).contains(List.of("a", "c"));
        assertThat(both.filter()).isEqualTo(RowFilter.or(List.of(ABOVE, NAMED)));
        assertThat(both.limit()).isEmpty();
        assertThat(one.or(ScanRequest.ALL, List.of("a", "b", "c"))).isEqualTo(ScanRequest.ALL);
    }

    @Test
    void holdsLiteralsOfTheColumnsTypeOnly() {
        assertThatThrownBy(() -> new Literal(DATE, "2024-01-01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Literal(DOUBLE, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Literal(STRING, null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Literal.exists(new DataType.Fixed(3))).isFalse();
        assertThat(new Literal(new DataType.Decimal(9, 2), new BigDecimal("1E+2")))
                .hasToString("100");
    }
}
