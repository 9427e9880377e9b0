package io.mcpbuffet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableIndexTest {
    private final TableIndex index = TableIndex.of(Texts.lake());

    private static List<String> names(List<Hit> hits) {
        return hits.stream().map(h -> h.table().toString()).toList();
    }

    private List<Hit> search(String text) {
        return index.search(text, t -> true, 10);
    }

    @ParameterizedTest
    @CsvSource({
        "Which customers come from France and what is their email address?, lake.shop.customers",
        "total of all orders, lake.shop.orders",
        "When was each patient born?, lake.clinic.PatientMaster",
        "blood groups, lake.clinic.PatientMaster",
        "how many beds does a ward have, lake.clinic.wards",
        "refunded, lake.shop.x17",
        "licence plates of the fleet, lake.fleet.vehicles",
        "fuelstop, lake.fleet.fuelStops",
        "custmers, lake.shop.customers",
    })
    void findsTheTableOfAQuestion(String question, String table) {
        assertThat(names(search(question))).first().isEqualTo(table);
    }

    @Test
    void saysWhyATableWasFound() {
        Hit hit = search("price of order lines").get(0);
        assertThat(hit.table()).hasToString("lake.shop.order_lines");
        assertThat(hit.score()).isEqualTo(1.0);
        assertThat(hit.columns()).containsExactly("order_id", "unit_price");
        assertThat(hit.why()).isEqualTo("name lines, order; columns order_id, unit_price");
        assertThat(search("refunded").get(0).why()).isEqualTo("comment refunds");
        assertThat(search("custmers").get(0).why()).isEqualTo("similar words");
        assertThat(search("blood groups of the wards"))
                .extracting(Hit::why)
                .as("nothing has a meaning here")
                .doesNotContain("similar meaning");
    }

    @Test
    void aTableThatJoinsAGoodOneIsFoundAsWell() {
        List<Hit> hits = search("names and blood groups of patients");
        assertThat(names(hits)).startsWith("lake.clinic.PatientMaster", "lake.clinic.AdmissionLog");
        assertThat(hits.get(1).why()).contains("joins lake.clinic.PatientMaster");
    }

    @Test
    void infersJoinsFromNamesInSmallDatabasesAndSaysSo() {
        var joins = index.joins(List.of(TableRef.parse("lake.shop.orders"), TableRef.parse("lake.shop.customers")));
        assertThat(joins).hasSize(1);
        assertThat(joins.get(0).getKey()).hasToString("lake.shop.orders");
        TableText.Join join = joins.get(0).getValue();
        assertThat(join.column()).isEqualTo("customer_id");
        assertThat(join.toColumn()).isEqualTo("id");
        assertThat(join.origin()).isEqualTo(Origin.INFERRED);

        List<TableText> large = new ArrayList<>(Texts.lake());
        IntStream.range(0, 100).forEach(i -> large.add(Texts.table("lake.shop.t" + i + "x" + i, "c" + i)));
        assertThat(TableIndex.of(large)
                        .joins(List.of(TableRef.parse("lake.shop.orders"), TableRef.parse("lake.shop.customers"))))
                .isEmpty();
    }

    @Test
    void declaredJoinsComeBeforeInferredOnes() {
        var joins = index.joins(
                List.of(TableRef.parse("lake.clinic.AdmissionLog"), TableRef.parse("lake.clinic.PatientMaster")));
        assertThat(joins).extracting(j -> j.getValue().origin()).containsExactly(Origin.DECLARED);
    }

    @Test
    void shardsAreOneHit() {
        List<TableText> tables = new ArrayList<>(Texts.lake());
        for (int day = 1; day <= 28; day++) {
            tables.add(Texts.table("lake.web.events_202401%02d".formatted(day), "user_id", "url"));
        }
        tables.add(Texts.table("lake.web.events_20231231", "user_id"));
        TableIndex sharded = TableIndex.of(tables);
        List<Hit> hits = sharded.search("url of web events", t -> true, 10);
        assertThat(names(hits)).startsWith("lake.web.events_20240128", "lake.web.events_20231231");
        assertThat(hits.get(0).shards()).isEqualTo(28);
        assertThat(hits.get(0).why()).startsWith("newest of 28 tables events_*; ");
        assertThat(hits.get(1).shards()).isEqualTo(1);
        assertThat(sharded.tables()).isEqualTo(Texts.lake().size() + 29);

        List<Hit> some = sharded.search("url of web events", t -> t.name().compareTo("events_20240104") < 0, 1);
        assertThat(some.get(0).table()).hasToString("lake.web.events_20240103");
        assertThat(some.get(0).shards()).isEqualTo(3);
    }

    @Test
    void whatMayNotBeSeenIsNotFoundAndMovesNothing() {
        List<Hit> hits = index.search("customers", t -> !t.name().equals("customers"), 10);
        assertThat(names(hits)).doesNotContain("lake.shop.customers").first().isEqualTo("lake.shop.orders");
        assertThat(hits).noneMatch(h -> h.why().contains("lake.shop.customers"));
    }

    @Test
    void ranksTheSameInEveryOrderOfTheTables() {
        List<TableText> shuffled = new ArrayList<>(Texts.lake());
        List<Hit> expected = search("orders of customers");
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(TableIndex.of(shuffled).search("orders of customers", t -> true, 10))
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsNothingWhereNothingFits() {
        assertThat(search("zzzzqqqq")).isEmpty();
        assertThat(search("")).isEmpty();
        assertThat(TableIndex.of(List.of()).search("orders", t -> true, 10)).isEmpty();
        assertThat(index.search("orders", t -> true, 2)).hasSize(2);
    }

    @Test
    void meaningFindsWhatNoWordDoes() {
        Vector cars = Vector.of(new float[] {1, 0});
        Vector other = Vector.of(new float[] {0, 1});
        Map<TableRef, Vector> vectors = Map.of(
                TableRef.parse("lake.fleet.vehicles"), cars,
                TableRef.parse("lake.shop.orders"), other);
        TableIndex hybrid = TableIndex.of(Texts.lake(), vectors);
        List<Hit> hits = hybrid.search("trucks", Optional.of(cars), t -> true, 3);
        assertThat(names(hits)).first().isEqualTo("lake.fleet.vehicles");
        assertThat(hits.get(0).why()).isEqualTo("similar meaning");
    }

    @Test
    void vectorsKeepTheirAngles() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            float[] a = unit(random);
            float[] b = unit(random);
            double exact =
                    IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
            assertThat((double) Vector.of(a).times(Vector.of(b)))
                    .isCloseTo(exact, org.assertj.core.data.Offset.offset(0.01));
        }
    }

    private static float[] unit(Random random) {
        float[] values = new float[384];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            sum += values[i] * values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(sum);
        }
        return values;
    }
}
