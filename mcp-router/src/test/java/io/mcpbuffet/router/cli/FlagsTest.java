package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.error.LakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagsTest {
    private static Flags parse(String... arguments) {
        return Flags.parse(List.of(arguments), List.of("--dir", "--name"), List.of("--serve"));
    }

    @Test
    void readsOptionsSwitchesAndWordsInAnyOrder() {
        Flags flags = parse("one", "--dir", "a b", "--serve", "--name=x=y", "-", "--", "--dir");
        assertThat(flags.value("--dir")).contains("a b");
        assertThat(flags.value("--name")).contains("x=y");
        assertThat(flags.has("--serve")).isTrue();
        assertThat(flags.words()).containsExactly("one", "-", "--dir");
    }

    @ParameterizedTest
    @CsvSource({
        "--dir, --dir needs a value",
        "--serve=yes, --serve takes no value",
        "--sreve, There is no option --sreve",
        "-x, There is no option -x",
        "--dir=a --dir=b, --dir is given twice",
        "--serve --serve, --serve is given twice"
    })
    void saysWhatIsWrong(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments.split(" ", -1)))
                .isInstanceOf(LakeException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWordsTooMany() {
        assertThatThrownBy(() -> parse("a", "b").atMost(1)).hasMessage("'b' is one word too many");
    }
}
