package io.mcpbuffet.router.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "long",
                "timestamptz_ns",
                "unknown",
                "decimal(38, 10)",
                "fixed[16]",
                "list<list<string>>",
                "map<string, list<decimal(5, 2)>>",
                "struct<>",
                "struct<a: int, b c: struct<d: map<int, uuid>>, e: list<binary>>",
            })
    void readsWhatTypesAreShownAs(String text) {
        DataType type = TypeText.parse(text);
        assertThat(type).hasToString(text).isNotInstanceOf(DataType.Foreign.class);
    }

    @Test
    void keepsWhatIsNoneOfOurs() {
        for (String text : new String[] {"HUGEINT", "ENUM('a', 'b')", "list<HUGEINT>", "long ", "decimal(5)", ""}) {
            assertThat(TypeText.parse(text)).isEqualTo(new DataType.Foreign(text));
        }
    }
}
