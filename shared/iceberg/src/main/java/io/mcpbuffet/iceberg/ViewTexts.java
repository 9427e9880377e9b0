package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Views.ViewSql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewRepresentation;
import org.apache.iceberg.view.ViewVersion;

/** The SQL of an Iceberg view. */
final class ViewTexts {
    private static final List<String> NEAR = List.of("postgresql", "postgres", "trino", "presto", "athena", "spark");

    private ViewTexts() {}

    static ViewSql of(View view, TableRef ref, String dialect) {
        ViewVersion version = view.currentVersion();
        SQLViewRepresentation text = best(version.representations(), dialect)
                .orElseThrow(() -> LakeException.unsupported("The view " + ref + " holds no SQL"));
        return new ViewSql(
                text.sql(),
                text.dialect(),
                version.defaultCatalog() == null ? ref.catalog() : version.defaultCatalog(),
                new Namespace(List.of(version.defaultNamespace().levels())),
                view.schema().columns().stream().map(Types.NestedField::name).toList());
    }

    private static Optional<SQLViewRepresentation> best(List<ViewRepresentation> representations, String dialect) {
        List<SQLViewRepresentation> texts = new ArrayList<>();
        for (ViewRepresentation representation : representations) {
            if (representation instanceof SQLViewRepresentation text) {
                texts.add(text);
            }
        }
        Optional<SQLViewRepresentation> own = texts.stream()
                .filter(text -> text.dialect().equalsIgnoreCase(dialect))
                .findFirst();
        return own.isPresent() ? own : texts.stream().min(Comparator.comparingInt(ViewTexts::distance));
    }

    /** Of two dialects that are not asked for, the one that is more like any other. */
    private static int distance(SQLViewRepresentation text) {
        int index = NEAR.indexOf(text.dialect().toLowerCase(Locale.ROOT));
        return index < 0 ? NEAR.size() : index;
    }
}
