package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuffetMainTest {
    private static final int WIDTH = 115;

    private final CommandLine line;

    BuffetMainTest(@TempDir Path directory) {
        line = CommandLine.in(directory);
    }

    @Test
    void printsItsHelpWhereItIsAskedFor() {
        CommandLine.Ended help = line.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("usage: buffet COMMAND");
        BuffetMain.commands().forEach(c -> assertThat(help.out()).contains("  " + c.name(), c.summary()));
        assertThat(line.run("help")).isEqualTo(help);
    }

    @Test
    void printsItsHelpAsAnErrorWhereNothingIsAsked() {
        CommandLine.Ended ended = line.run();
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("usage: buffet COMMAND");
    }

    @Test
    void helpsWithEveryCommandInLinesThatFitATerminal() {
        for (Command command : BuffetMain.commands()) {
            CommandLine.Ended help = line.run(command.name(), "--help");
            assertThat(help.code()).as(command.name()).isZero();
            assertThat(help.out()).startsWith("usage: buffet " + command.name()).endsWith("\n");
            assertThat(help.out().lines()).allSatisfy(text -> assertThat(text).hasSizeLessThan(WIDTH));
            assertThat(line.run("help", command.name())).isEqualTo(help);
        }
    }

    @Test
    void namesTheNearestOfAnUnknownCommand() {
        CommandLine.Ended ended = line.run("sevre");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("There is no command 'sevre'", "Did you mean 'serve'?");
        assertThat(line.run("frobnicate").err()).contains("buffet --help");
    }

    @Test
    void namesTheNearestOfAnUnknownOption() {
        CommandLine.Ended ended = line.run("serve", "--cnfig", "x");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("There is no option --cnfig", "Did you mean --config?");
    }

    @Test
    void tellsItsVersion() {
        assertThat(line.run("--version").out()).startsWith("buffet ").contains("Java " + Runtime.version());
    }
}
