package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.SemanticModel.Dataset;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticFileTest {
    private static final String WHOLE =
            """
            version: 0.2.0.dev0
            semantic_model:
              - name: shop
                ai_context: {instructions: Amounts are in euros, examples: ["Which channel grew?"], more: 1}
                datasets:
                  - name: orders
                    source: lake.shop.orders
                    primary_key: [order_id]
                    unique_keys: [[order_id]]
                    description: One row for each order
                    ai_context: {synonyms: [sales, purchases], instructions: Leave returned orders out}
                    fields:
                      - name: amount
                        label: money
                        datatype: Decimal
                        expression: {dialects: [{dialect: SNOWFLAKE, expression: AMT}, {dialect: ANSI_SQL, expression: amount}]}
                        ai_context: {synonyms: [turnover]}
                      - name: month
                        dimension: {is_time: true}
                        expression: {dialects: [{dialect: ANSI_SQL, expression: "date_trunc('month', ordered_at)"}]}
                  - {name: customers, source: lake.crm.customers}
                relationships:
                  - {name: buyer, from: orders, to: customers, from_columns: [customer_id], to_columns: [id]}
                metrics:
                  - name: revenue
                    description: All that was sold, in ${env:HOME}
                    expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
                custom_extensions: [{vendor_name: COMMON, data: "{}"}]
            """;

    @TempDir
    Path directory;

    private SemanticModel read(String text) {
        try {
            Path file = Files.writeString(directory.resolve("model.yaml"), text);
            return SemanticFile.read(file, new Environment(Map.of("HOME", "/root"), directory, directory));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuses(String from, String to, String... parts) {
        assertThat(WHOLE).contains(from);
        assertThatThrownBy(() -> read(WHOLE.replace(from, to)))
                .isInstanceOf(LakeException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining(directory.resolve("model.yaml").toString());
    }

    @Test
    void readsDatasetsFieldsRelationshipsAndMetrics() {
        SemanticModel model = read(WHOLE);
        Dataset orders = model.datasets().get(0);
        assertThat(model.datasets()).extracting(Dataset::name).containsExactly("orders", "customers");
        assertThat(orders.primaryKey()).containsExactly("order_id");
        assertThat(orders.about().synonyms()).containsExactly("sales", "purchases");
        assertThat(orders.about().advice()).contains("Leave returned orders out");
        assertThat(orders.fields().get(0).expression()).isEqualTo("amount");
        assertThat(orders.fields().get(0).label()).contains("money");
        assertThat(model.relationships()).singleElement().satisfies(r -> {
            assertThat(r.to().name()).isEqualTo("customers");
            assertThat(r.toColumns()).containsExactly("id");
        });
        assertThat(model.metrics()).singleElement().satisfies(m -> assertThat(m.datasets())
                .containsExactly(orders));
    }

    @Test
    void fillsNothingIn() {
        assertThat(read(WHOLE).metrics().get(0).about().description()).contains("All that was sold, in ${env:HOME}");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        refuses("version: 0.2.0.dev0", "version: 0.1.1", "line 1", "'version' is '0.1.1'", "0.2.0.dev0");
        refuses("version: 0.2.0.dev0\n", "", "'version' is missing");
        refuses("source: lake.shop.orders", "sorce: lake.shop.orders", "line 7", "'sorce'", "'source'");
        refuses("to: customers", "to: clients", "line 23", "'clients'", "orders, customers");
        refuses("to_columns: [id]", "to_columns: [id, name]", "1 columns and to_columns 2");
        refuses("dialect: SNOWFLAKE", "dialect: ORACLE", "'ORACLE'", "ANSI_SQL");
        refuses("name: customers,", "name: orders,", "two datasets");
        refuses("fields:", "fields: none\n        label:", "fields");
        refuses("semantic_model:", "semantic_models:", "'semantic_models'", "'semantic_model'");
        refuses("  - name: shop", "  - name: [shop", "not YAML");
    }

    @Test
    void saysThatTheFileIsNotThere() {
        Path none = directory.resolve("none.yaml");
        assertThatThrownBy(() -> SemanticFile.read(none, new Environment(Map.of(), directory, directory)))
                .hasMessageContainingAll(none.toString(), "cannot be read", "semantic-model");
    }
}
