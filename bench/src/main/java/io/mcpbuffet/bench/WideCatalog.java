package io.mcpbuffet.bench;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** A catalog that holds nothing but names: tables of {@value #COLUMNS} columns, the same ones each time. Safe for use by many threads. */
record WideCatalog(String name, int tables) implements Catalog, CatalogProvider {
    static final int COLUMNS = 20;
    private static final int NAMESPACES = 50;

    private static final String[] SUBJECTS =
            ("customer order invoice payment shipment product supplier employee contract account"
                            + " ticket campaign session device sensor vehicle route depot booking patient claim policy lease meter"
                            + " asset project task release budget forecast")
                    .split(" ", -1);
    private static final String[] ASPECTS =
            ("line item detail history status event snapshot summary balance rate limit tag"
                            + " address contact document comment audit mapping daily monthly target score segment region channel")
                    .split(" ", -1);
    private static final String[] COLUMN_ENDS =
            ("id code name type amount count date time flag reason currency country city"
                            + " email phone quantity price discount weight source version number share total note")
                    .split(" ", -1);

    private static String word(Random random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    private static Namespace namespace(int number) {
        return Namespace.of("area_" + SUBJECTS[number % SUBJECTS.length] + "_" + number);
    }

    private static String table(int number) {
        Random random = new Random(number);
        return word(random, SUBJECTS) + "_" + word(random, ASPECTS) + "_" + word(random, ASPECTS) + "_"
                + Integer.toString(number, 36).replaceAll("\\d", "q");
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        List<NamespaceEntry> all = new ArrayList<>();
        for (int i = 0; parent.isEmpty() && i < NAMESPACES; i++) {
            all.add(new NamespaceEntry(namespace(i), Optional.empty()));
        }
        return page.slice(all);
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        List<TableEntry> all = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            if (namespace(i % NAMESPACES).equals(namespace)) {
                TableRef ref = new TableRef(name, namespace, table(i));
                all.add(new TableEntry(ref, TableKind.TABLE, Optional.empty(), Optional.empty()));
            }
        }
        return page.slice(all);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        Random random = new Random(table.hashCode());
        String subject = word(random, SUBJECTS);
        List<Field> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            String column = (random.nextInt(3) == 0 ? word(random, SUBJECTS) : subject) + "_" + word(random, ASPECTS)
                    + "_" + word(random, COLUMN_ENDS);
            Optional<String> comment = random.nextInt(4) == 0
                    ? Optional.of("The " + word(random, COLUMN_ENDS) + " of the " + word(random, SUBJECTS))
                    : Optional.empty();
            columns.add(new Field(
                    OptionalInt.of(i + 1),
                    column,
                    new DataType.Scalar(DataType.Kind.STRING),
                    false,
                    comment,
                    Optional.empty()));
        }
        return new TableInfo(
                table,
                TableKind.TABLE,
                Optional.empty(),
                Optional.empty(),
                Optional.of("Every " + word(random, ASPECTS) + " of a " + subject),
                columns,
                List.of(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                List.of());
    }

    /** Words that occur, as somebody would ask with them. */
    static String question(int number) {
        Random random = new Random(-1 - number);
        return "which " + word(random, SUBJECTS) + " has the highest " + word(random, COLUMN_ENDS) + " by "
                + word(random, ASPECTS) + " and " + word(random, COLUMN_ENDS);
    }

    @Override
    public String kind() {
        return "wide";
    }

    @Override
    public List<PropertySpec> properties() {
        return List.of();
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public Catalog open(String catalog, Map<String, String> properties, Services services) {
        return this;
    }

    @Override
    public void ping() {
        // It is always there.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
