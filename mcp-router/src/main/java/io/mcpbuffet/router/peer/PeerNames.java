package io.mcpbuffet.router.peer;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What things of another server are called here, and the other way round. The only catalog of a server is the catalog here; of several,
 * each is a namespace of it.
 *
 * @param catalog the name here
 * @param catalogs the names there
 */
record PeerNames(String catalog, List<String> catalogs) {
    PeerNames {
        catalogs = List.copyOf(catalogs);
    }

    /** A namespace of one catalog there. */
    record Place(String catalog, Namespace namespace) {
        /** With the name of the catalog before it, so that it can be taken for nothing else. */
        String text() {
            List<String> levels = new ArrayList<>(List.of(catalog));
            levels.addAll(namespace.levels());
            return new Namespace(levels).toString();
        }
    }

    private Optional<String> only() {
        return catalogs.size() == 1 ? Optional.of(catalogs.get(0)) : Optional.empty();
    }

    /** Empty for the root of several catalogs. NOT_FOUND where it begins with none of them. */
    Optional<Place> there(Namespace here) {
        if (only().isPresent()) {
            return Optional.of(new Place(only().get(), here));
        }
        if (here.isRoot()) {
            return Optional.empty();
        }
        List<String> levels = here.levels();
        if (!catalogs.contains(levels.get(0))) {
            throw LakeException.notFound("There is no namespace " + here + " in catalog '" + catalog + "'")
                    .hint("Its namespaces begin with " + String.join(", ", catalogs));
        }
        return Optional.of(new Place(levels.get(0), new Namespace(levels.subList(1, levels.size()))));
    }

    TableRef there(TableRef here) {
        Place place = there(here.namespace()).orElseThrow(() -> LakeException.notFound("There is no table " + here)
                .hint("Names of catalog '" + catalog + "' go on with one of " + String.join(", ", catalogs)));
        return new TableRef(place.catalog(), place.namespace(), here.name());
    }

    TableRef here(TableRef there) {
        return new TableRef(catalog, here(there.catalog(), there.namespace().levels()), there.name());
    }

    /** Of a text whose first level is the catalog. */
    Namespace hereOf(Namespace there) {
        List<String> levels = there.levels();
        return here(levels.get(0), levels.subList(1, levels.size()));
    }

    private Namespace here(String catalogThere, List<String> levels) {
        List<String> all = new ArrayList<>(only().isPresent() ? List.of() : List.of(catalogThere));
        all.addAll(levels);
        return new Namespace(all);
    }

    /** Every part in quotes, whatever words a dialect reserves. */
    static String quoted(TableRef table) {
        return Stream.of(Stream.of(table.catalog()), table.namespace().levels().stream(), Stream.of(table.name()))
                .flatMap(parts -> parts)
                .map(PeerNames::quoted)
                .collect(Collectors.joining("."));
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
