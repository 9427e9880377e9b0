package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpbuffet.engine.job.JobResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerValuesTest {
    private Running engine;

    @BeforeAll
    void start() {
        engine = Running.start();
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            true                                          | BOOLEAN                  | true
            (-128)::TINYINT                               | TINYINT                  | -128
            255::UTINYINT                                 | UTINYINT                 | 255
            65535::USMALLINT                              | USMALLINT                | 65535
            4294967295::UINTEGER                          | UINTEGER                 | 4294967295
            18446744073709551615::UBIGINT                 | UBIGINT                  | "18446744073709551615"
            9007199254740991                              | BIGINT                   | 9007199254740991
            9007199254740993                              | BIGINT                   | "9007199254740993"
            sum(1)                                        | HUGEINT                  | 1
            '-170141183460469231731687303715884105728'::HUGEINT | HUGEINT            | "-170141183460469231731687303715884105728"
            '340282366920938463463374607431768211455'::UHUGEINT | UHUGEINT           | "340282366920938463463374607431768211455"
            1.50::DECIMAL(5,2)                            | DECIMAL(5,2)             | "1.50"
            0.0000001::DECIMAL(38,10)                     | DECIMAL(38,10)           | "0.0000001000"
            1.1::FLOAT                                    | FLOAT                    | 1.1
            'nan'::DOUBLE                                 | DOUBLE                   | "NaN"
            '-inf'::FLOAT                                 | FLOAT                    | "-Infinity"
            'a\u00e9😀'                                   | VARCHAR                  | "a\u00e9😀"
            'ab'::BLOB                                    | BLOB                     | "YWI="
            '101'::BIT                                    | BIT                      | "101"
            '123e4567-e89b-12d3-a456-426614174000'::UUID  | UUID                     | "123e4567-e89b-12d3-a456-426614174000"
            DATE '2026-03-29'                             | DATE                     | "2026-03-29"
            DATE '0044-03-15 (BC)'                        | DATE                     | "-0043-03-15"
            [DATE '0044-03-15 (BC)']                      | DATE[]                   | ["-0043-03-15"]
            TIMESTAMP '0044-03-15 (BC) 01:02:03'          | TIMESTAMP                | "-0043-03-15T01:02:03"
            DATE 'infinity'                               | DATE                     | "infinity"
            DATE '-infinity'                              | DATE                     | "-infinity"
            [DATE 'infinity', DATE '2026-01-01']          | DATE[]                   | ["infinity","2026-01-01"]
            TIME '02:30:00.000001'                        | TIME                     | "02:30:00.000001"
            [TIME '02:30:00']                             | TIME[]                   | ["02:30:00"]
            TIMETZ '02:30:00+02'                          | TIME WITH TIME ZONE      | "02:30:00+02:00"
            TIMESTAMP '2026-03-29 02:30:00.5'             | TIMESTAMP                | "2026-03-29T02:30:00.5"
            TIMESTAMP_S '2026-03-29 02:30:00'             | TIMESTAMP_S              | "2026-03-29T02:30:00"
            TIMESTAMP_MS '2026-03-29 02:30:00.001'        | TIMESTAMP_MS             | "2026-03-29T02:30:00.001"
            TIMESTAMP_NS '2026-03-29 02:30:00.123456789'  | TIMESTAMP_NS             | "2026-03-29T02:30:00.123456789"
            [TIMESTAMP '2026-03-29 02:30:00']             | TIMESTAMP[]              | ["2026-03-29T02:30:00"]
            {'t': TIMESTAMP '2026-03-29 02:30:00'}        | STRUCT(t TIMESTAMP)      | {"t":"2026-03-29T02:30:00"}
            [TIMESTAMP_NS '2026-03-29 02:30:00.123456789'] | TIMESTAMP_NS[]          | ["2026-03-29T02:30:00.123456789"]
            TIMESTAMPTZ '2026-03-29 02:30:00+02'          | TIMESTAMP WITH TIME ZONE | "2026-03-29T00:30:00Z"
            [TIMESTAMPTZ '2026-03-29 02:30:00+02']        | TIMESTAMP WITH TIME ZONE[] | ["2026-03-29T00:30:00Z"]
            'infinity'::TIMESTAMP                         | TIMESTAMP                | "infinity"
            '-infinity'::TIMESTAMP                        | TIMESTAMP                | "-infinity"
            'infinity'::TIMESTAMPTZ                       | TIMESTAMP WITH TIME ZONE | "infinity"
            ['infinity'::TIMESTAMP]                       | TIMESTAMP[]              | ["infinity"]
            INTERVAL '1 month 2 days 3 seconds'           | INTERVAL                 | "1 month 2 days 00:00:03"
            'b'::ENUM('a', 'b')                           | ENUM                     | "b"
            '{"a": [1]}'::JSON                            | JSON                     | "{\\"a\\": [1]}"
            [1, NULL, 3]                                  | INTEGER[]                | [1,null,3]
            [1, 2]::INTEGER[2]                            | INTEGER[2]               | [1,2]
            [[9007199254740993], []]                      | BIGINT[][]               | [["9007199254740993"],[]]
            {'a': 1, 'b': [NULL, 2.5::DOUBLE]}            | STRUCT(a INTEGER, b DOUBLE[]) | {"a":1,"b":[null,2.5]}
            MAP {'k': {'x': 'ab'::BLOB}}                  | MAP(VARCHAR, STRUCT(x BLOB)) | [{"key":"k","value":{"x":"YWI="}}]
            union_value(n := 1::INTEGER)                  | UNION(n INTEGER)         | 1
            NULL                                          | NULL                     | null
            NULL::STRUCT(a INTEGER)                       | STRUCT(a INTEGER)        | null
            42::VARIANT                                   | VARIANT                  | 42
            """)
    void readsAValueOfEachType(String expression, String type, String json) throws JsonProcessingException {
        JobResult result = engine.run("SELECT " + expression, 1, Running.SOON);
        assertThat(new JsonMapper()
                        .writeValueAsString(result.page().rows().get(0).get(0)))
                .isEqualTo(json);
        assertThat(result.page().columns().get(0).type()).isEqualTo(type);
    }

    @Test
    void cutsLongCellsOfEachShapeAndSaysSo() {
        JobResult result = engine.run(
                "SELECT repeat('é', 5000) AS t, repeat('b', 6000)::BLOB AS b, range(3000) AS l, repeat('x', 4096) AS ok",
                1,
                Running.SOON);
        assertThat(result.page().rows().get(0))
                .allSatisfy(cell -> assertThat(cell).isInstanceOf(String.class));
        assertThat((String) result.page().rows().get(0).get(0)).isEqualTo("é".repeat(2048) + "…");
        assertThat(result.warnings()).hasSize(3);
        assertThat(result.warnings().get(0)).contains("'t'", "10000");
        assertThat(result.warnings().get(1)).contains("'b'", "8000");
    }
}
