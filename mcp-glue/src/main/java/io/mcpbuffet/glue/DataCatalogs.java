package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Data Catalog and the catalogs inside of it. A namespace is the path of a catalog and a database of it. Where Glue does not let
 * the identity list catalogs, there are none inside. Safe for use by many threads.
 */
final class DataCatalogs {
    private static final Logger LOG = LoggerFactory.getLogger(DataCatalogs.class);
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_CATALOGS = 10_000;

    private final GlueService glue;
    private final DataCatalog root;
    private final boolean nested;
    private volatile Known known;

    private record Known(long at, List<DataCatalog> catalogs) {}

    DataCatalogs(GlueService glue, Optional<String> glueId, boolean nested) {
        this.glue = glue;
        this.root = new DataCatalog(List.of(), glueId, Optional.empty());
        this.nested = nested;
    }

    /** The catalog of a path; the Data Catalog itself for an empty one. */
    Optional<DataCatalog> at(List<String> path) {
        return path.isEmpty()
                ? Optional.of(root)
                : inside().stream()
                        .filter(catalog -> catalog.path().equals(path))
                        .findFirst();
    }

    /** Names directly below a path, sorted, each once. */
    List<Namespace> below(List<String> path) {
        return inside().stream()
                .map(DataCatalog::path)
                .filter(own ->
                        own.size() > path.size() && own.subList(0, path.size()).equals(path))
                .map(own -> new Namespace(own.subList(0, path.size() + 1)))
                .distinct()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /** The database that a namespace means; NOT_FOUND where its first levels are no catalog. */
    DatabaseName database(String catalog, Namespace namespace) {
        List<String> levels = namespace.levels();
        if (levels.isEmpty()) {
            throw LakeException.notFound("A table of " + catalog + " is in a database")
                    .hint("Call list_namespaces");
        }
        List<String> path = levels.subList(0, levels.size() - 1);
        DataCatalog found = at(path).orElseThrow(
                        () -> LakeException.notFound("Catalog " + catalog + " has no namespace '" + namespace + "'")
                                .hint("Call list_namespaces"));
        return new DatabaseName(found.id(), levels.get(levels.size() - 1));
    }

    private List<DataCatalog> inside() {
        if (!nested) {
            return List.of();
        }
        Known last = known;
        if (last == null || System.nanoTime() - last.at() > FRESH_NANOS) {
            last = new Known(System.nanoTime(), read());
            known = last;
        }
        return last.catalogs();
    }

    private List<DataCatalog> read() {
        List<DataCatalog> found = new ArrayList<>();
        try {
            new Chunks<DataCatalog>("catalogs", List.of((token, max) -> glue.catalogs(root.id(), token)))
                    .forEach(each -> add(found, each));
        } catch (LakeException e) {
            boolean absent = e.code() == ErrorCode.PERMISSION_DENIED
                    || e.code() == ErrorCode.INVALID_ARGUMENT
                    || e.code() == ErrorCode.NOT_FOUND
                    || e.code() == ErrorCode.UNSUPPORTED;
            if (!absent) {
                throw e;
            }
            LOG.info("Catalogs inside the Data Catalog are not shown: {}", e.getMessage());
        }
        return found;
    }

    private static void add(List<DataCatalog> found, DataCatalog each) {
        if (found.size() >= MAX_CATALOGS) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "There are more than " + MAX_CATALOGS + " catalogs inside the Data Catalog")
                    .hint("Set glue.id to the one that is meant, or nested-catalogs to false");
        }
        found.add(each);
    }
}
