package io.mcpbuffet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = Redaction.of(List.of("p\u00e4ss word/1", "abc", "p\u00e4ss word/1 longer"));

    @Test
    void masksASecretAsItIsAndEncoded() {
        String base64 = Base64.getEncoder()
                .encodeToString("p\u00e4ss word/1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String text = "a p\u00e4ss word/1 b " + base64 + " c ?x=p%C3%A4ss+word%2F1&";
        assertThat(redaction.mask(text)).startsWith("a *** b ***").endsWith(" c ?x=***&");
    }

    @Test
    void masksTheLongerOfTwoSecretsWhole() {
        assertThat(redaction.mask("p\u00e4ss word/1 longer")).isEqualTo("***");
    }

    @Test
    void leavesWordsThatAreTooShortToBeSecrets() {
        assertThat(redaction.mask("abc")).isEqualTo("abc");
    }

    @Test
    void masksTheCausesOfAFailure() {
        var failure = new IllegalStateException("outer", new IllegalArgumentException("p\u00e4ss word/1"));
        assertThat(redaction.trace(failure)).contains("outer", "***").doesNotContain("word/1");
    }
}
