package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckDbTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | boolean",
                "UTINYINT | int",
                "UINTEGER | long",
                "UBIGINT | UBIGINT",
                "HUGEINT | HUGEINT",
                "DECIMAL(38,6) | decimal(38, 6)",
                "TIMESTAMP WITH TIME ZONE | timestamptz",
                "TIMESTAMP_NS | timestamp_ns",
                "INTEGER[3] | INTEGER[3]",
                "INTEGER[][] | list<list<int>>",
                "MAP(VARCHAR, STRUCT(a INTEGER)) | map<string, struct<a: int>>",
                "STRUCT(a ENUM('x, )', 'y'), b DATE) | struct<a: ENUM('x, )', 'y'), b: date>",
                "STRUCT(\"p, (q\"\"r\" INTEGER[]) | struct<p, (q\"r: list<int>>",
                "UNION(num INTEGER, s VARCHAR) | UNION(num INTEGER, s VARCHAR)",
                "\"NULL\" | unknown",
                "STRUCT() | STRUCT()"
            })
    void readsTypesAsDuckDbWritesThem(String text, String shown) {
        assertThat(DuckDbTypes.parse(text)).hasToString(shown);
    }

    @Test
    void leavesTypesNestedTooDeeplyAsText() {
        DataType deep = DuckDbTypes.parse("INTEGER" + "[]".repeat(10_000));
        assertThat(deep.toString()).startsWith("list<").endsWith(">");
    }
}
