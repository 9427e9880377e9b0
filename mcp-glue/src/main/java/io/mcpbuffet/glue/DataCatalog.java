package io.mcpbuffet.glue;

import java.util.List;
import java.util.Optional;

/**
 * One of the catalogs inside an account's Data Catalog.
 *
 * @param path its names from the outside in; none for the Data Catalog itself
 * @param id what requests name it by; absent for the Data Catalog of the caller's account
 */
record DataCatalog(List<String> path, Optional<String> id, Optional<String> comment) {
    DataCatalog {
        path = List.copyOf(path);
    }
}
