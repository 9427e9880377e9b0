package io.mcpbuffet.glue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.GlueTable.ViewText;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.spi.Views.ViewSql;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL of views in Glue: of Athena and Trino, which hide it in a comment, of Hive and Spark, and of Glue's own dialects. */
final class GlueViews {
    private static final Pattern PRESTO = Pattern.compile("/\\* Presto View: ([A-Za-z0-9+/=]+) \\*/");
    private static final int SHOWN = 20_000;

    private GlueViews() {}

    /** Empty for what is no view, or has no text. */
    static Optional<ViewSql> sql(String catalog, Namespace namespace, GlueTable table, String wanted) {
        Optional<ViewText> own = table.viewTexts().stream()
                .filter(text -> text.dialect().map(wanted::equalsIgnoreCase).orElse(false))
                .findFirst();
        return own.or(() -> table.viewTexts().stream().findFirst()).map(text -> {
            Decoded decoded = decode(table, text);
            return new ViewSql(
                    decoded.sql(),
                    decoded.dialect(),
                    catalog,
                    decoded.schema()
                            .<Namespace>map(schema -> sibling(namespace, schema))
                            .orElse(namespace),
                    columns(table));
        });
    }

    /** As describe shows it. */
    static Optional<String> shown(GlueTable table) {
        return table.viewTexts().stream()
                .findFirst()
                .map(text -> decode(table, text).sql())
                .map(sql -> sql.length() <= SHOWN ? sql : sql.substring(0, SHOWN) + "…");
    }

    static String dialect(GlueTable table) {
        return table.viewTexts().stream()
                .findFirst()
                .map(text -> decode(table, text).dialect())
                .orElse("unknown");
    }

    private static List<String> columns(GlueTable table) {
        return table.columns().stream().map(HiveColumn::name).toList();
    }

    private static Namespace sibling(Namespace namespace, String schema) {
        List<String> levels = namespace.levels();
        return new Namespace(levels.subList(0, Math.max(0, levels.size() - 1))).child(schema);
    }

    private record Decoded(String sql, String dialect, Optional<String> schema) {}

    private static Decoded decode(GlueTable table, ViewText text) {
        Matcher presto = PRESTO.matcher(text.sql().strip());
        if (presto.matches()) {
            try {
                byte[] json = Base64.getDecoder().decode(presto.group(1));
                JsonNode view = Json.read(new String(json, StandardCharsets.UTF_8));
                return new Decoded(
                        view.path("originalSql").asText(text.sql()),
                        "trino",
                        Optional.of(view.path("schema").asText("")).filter(name -> !name.isEmpty()));
            } catch (LakeException | IllegalArgumentException e) {
                return new Decoded(text.sql(), "trino", Optional.empty());
            }
        }
        String guess =
                table.parameters().keySet().stream().anyMatch(key -> key.startsWith("spark.sql.")) ? "spark" : "hive";
        return new Decoded(
                text.sql(),
                text.dialect().map(name -> name.toLowerCase(Locale.ROOT)).orElse(guess),
                Optional.empty());
    }
}
