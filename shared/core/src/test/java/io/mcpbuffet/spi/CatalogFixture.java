package io.mcpbuffet.spi;

import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a catalog under test holds.
 *
 * @param tables all of its tables, with as many odd names as it can hold (see {@link CatalogContract#ODD_NAMES})
 * @param columns of some tables, each as {@code name type}
 * @param history a table of at least three snapshots, the first of them with the tag {@code first}
 */
public record CatalogFixture(
        Catalog catalog,
        String name,
        Set<TableRef> tables,
        Map<TableRef, List<String>> columns,
        Optional<TableRef> history) {}
