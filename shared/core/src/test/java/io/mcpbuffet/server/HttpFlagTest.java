package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.error.LakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpFlagTest {
    private static final Environment NOTHING = new Environment(Map.of(), Path.of("/"), Path.of("/"));

    private static HttpConfig taken(Environment environment, String... flags) {
        return HttpFlag.take(new ArrayList<>(List.of(flags))).orElseThrow().over(HttpConfig.DEFAULT, environment);
    }

    @Test
    void isTakenOutOfTheFlags() {
        List<String> flags = new ArrayList<>(List.of("--path", "x", "--http", "9000", "--name", "y"));
        assertThat(HttpFlag.take(flags)).contains(new HttpFlag(HostPort.parse("127.0.0.1:9000")));
        assertThat(flags).containsExactly("--path", "x", "--name", "y");
        assertThat(HttpFlag.take(flags)).isEmpty();
    }

    @Test
    void takesAnAddressOrNone() {
        assertThat(taken(NOTHING, "--http").bind()).isEqualTo(HostPort.DEFAULT);
        assertThat(taken(NOTHING, "--http", "--path", "x").bind()).isEqualTo(HostPort.DEFAULT);
        assertThat(taken(NOTHING, "--http=[::1]:80").bind()).isEqualTo(new HostPort("::1", 80));
        assertThat(taken(NOTHING, "--http", "localhost").bind()).isEqualTo(new HostPort("localhost", 8765));
        assertThatThrownBy(() -> taken(NOTHING, "--http", "a:b:c"))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("a:b:c");
        assertThatThrownBy(() -> taken(NOTHING, "--http=1.2.3.4:99999")).isInstanceOf(LakeException.class);
    }

    @Test
    void takesATokenFromTheEnvironment() {
        Environment environment =
                new Environment(Map.of("BUFFET_HTTP_TOKEN", "0123456789abcdef"), Path.of("/"), Path.of("/"));
        HttpConfig config = taken(environment, "--http");
        assertThat(config.secured()).isTrue();
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }
}
