package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Views.ViewSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewRepresentation;
import org.apache.iceberg.view.ViewVersion;

/** The SQL of an Iceberg view. */
final class ViewTexts {
    private ViewTexts() {}

    static ViewSql of(View view, TableRef ref, String dialect) {
        ViewVersion version = view.currentVersion();
        SQLViewRepresentation text = best(version.representations(), dialect)
                .orElseThrow(() -> LakeException.unsupported("The view " + ref + " holds no SQL"));
        return new ViewSql(
                text.sql(),
                text.dialect(),
                ref.catalog(),
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
        return own.isPresent() ? own : texts.stream().findFirst();
    }
}
