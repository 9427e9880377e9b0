package io.mcpbuffet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanaryTest {
    @ParameterizedTest
    @EnumSource
    void isFoundInEachForm(Canary canary) {
        assertThat(Canary.in("nothing of the kind")).isEmpty();
        assertThat(Canary.in("a " + canary.value() + " b")).hasSize(1);
        assertThat(Canary.in("a=" + URLEncoder.encode(canary.value(), StandardCharsets.UTF_8)))
                .hasSize(1);
        for (String before : List.of("", "i", "id", "id:", "user:")) {
            byte[] bytes = (before + canary.value()).getBytes(StandardCharsets.UTF_8);
            assertThat(Canary.in("Basic " + Base64.getEncoder().encodeToString(bytes)))
                    .hasSize(1);
            assertThat(Canary.in("Basic " + Base64.getUrlEncoder().encodeToString(bytes)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isMaskedInEachForm(Canary canary) {
        Redaction redaction = Redaction.of(List.of(canary.value()));
        assertThat(redaction.mask(URLEncoder.encode(canary.value(), StandardCharsets.UTF_8)))
                .isEqualTo("***");
        for (String before : List.of("", "i", "id", "id:", "user:")) {
            byte[] bytes = (before + canary.value() + " and more").getBytes(StandardCharsets.UTF_8);
            assertThat(Canary.in(redaction.mask(Base64.getEncoder().encodeToString(bytes))))
                    .isEmpty();
        }
    }
}
