package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Access;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What all servers offer at one moment, by the names that clients use. Not to be changed. */
final class Offers {
    /** Addresses of tables are those of the lakehouse here. */
    private static final String OURS = "lake://";

    private final Map<ListKind, Map<String, Offer>> byName = new EnumMap<>(ListKind.class);
    private final Map<ListKind, List<ObjectNode>> shown = new EnumMap<>(ListKind.class);

    /**
     * Something that a server offers.
     *
     * @param original what the server calls it
     * @param definition as it is shown, by the name that clients use
     * @param blocked its definition is not the one that was agreed to
     */
    record Offer(Remote remote, ListKind kind, String name, String original, ObjectNode definition, boolean blocked) {
        String owner() {
            String what = kind.array().substring(0, kind.array().length() - 1);
            return what + " '" + original + "' of '" + remote.config().name() + "'";
        }

        boolean open(Access access) {
            boolean server = access.catalog(ExposedName.catalog(remote.config().alias()));
            return server && (kind != ListKind.TOOLS || access.tool(name));
        }
    }

    /**
     * Of these servers, in their order.
     *
     * @param pins tells which definitions are the agreed ones
     * @param collision takes two that would have one name, of which the first has it
     */
    static Offers of(Collection<Remote> remotes, Pins pins, BiConsumer<Offer, Offer> collision) {
        Offers offers = new Offers();
        for (ListKind kind : ListKind.values()) {
            offers.byName.put(kind, new LinkedHashMap<>());
        }
        for (Remote remote : remotes) {
            remote.manifest().ifPresent(manifest -> offers.add(remote, manifest, pins, collision));
        }
        offers.byName.forEach((kind, all) -> offers.shown.put(
                kind,
                all.values().stream()
                        .filter(offer -> !offer.blocked())
                        .map(Offer::definition)
                        .toList()));
        return offers;
    }

    private void add(Remote remote, Manifest manifest, Pins pins, BiConsumer<Offer, Offer> collision) {
        var changed = pins.compare(remote.config(), manifest);
        for (ListKind kind : ListKind.values()) {
            for (ObjectNode item : manifest.list(kind)) {
                String original = kind.key(item);
                if (!original.startsWith(OURS) && remote.config().passes(original)) {
                    boolean blocked = remote.config().blocksChanges() && changed.contains(Pins.key(kind, item));
                    add(offer(remote, kind, item, original, blocked), collision);
                }
            }
        }
    }

    private static Offer offer(Remote remote, ListKind kind, ObjectNode item, String original, boolean blocked) {
        boolean named = kind == ListKind.TOOLS || kind == ListKind.PROMPTS;
        String name = named ? ExposedName.of(remote.config().alias(), original) : original;
        ObjectNode definition = Cleaned.definition(item);
        definition.put(kind.keyName(), name);
        return new Offer(remote, kind, name, original, definition, blocked);
    }

    private void add(Offer offer, BiConsumer<Offer, Offer> collision) {
        Offer other = byName.get(offer.kind()).putIfAbsent(offer.name(), offer);
        if (other != null) {
            collision.accept(other, offer);
        }
    }

    /** As the answer to a list shows them to whom this much is open. */
    List<ObjectNode> list(ListKind kind, Access access) {
        if (access.equals(Access.ALL)) {
            return shown.get(kind);
        }
        List<ObjectNode> open = new ArrayList<>();
        byName.get(kind).values().stream()
                .filter(offer -> !offer.blocked() && offer.open(access))
                .forEach(offer -> open.add(offer.definition()));
        return open;
    }

    /** By the name that clients use. */
    Optional<Offer> find(ListKind kind, String name, Access access) {
        return Optional.ofNullable(byName.get(kind).get(name)).filter(offer -> offer.open(access));
    }

    /**
     * Who answers for an address: who lists it, who lists a template of its form, or the only server with addresses of its scheme, since
     * results may link to what is not listed.
     */
    Optional<Remote> resource(String uri, Access access) {
        return find(ListKind.RESOURCES, uri, access)
                .or(() -> byName.get(ListKind.TEMPLATES).values().stream()
                        .filter(offer -> offer.open(access)
                                && form(offer.name()).matcher(uri).matches())
                        .findFirst())
                .map(Offer::remote)
                .or(() -> only(scheme(uri), access));
    }

    private Optional<Remote> only(String scheme, Access access) {
        List<Remote> remotes = new ArrayList<>();
        for (ListKind kind : List.of(ListKind.RESOURCES, ListKind.TEMPLATES)) {
            byName.get(kind).values().stream()
                    .filter(offer -> offer.open(access) && scheme(offer.name()).equals(scheme))
                    .map(Offer::remote)
                    .filter(remote -> !remotes.contains(remote))
                    .forEach(remotes::add);
        }
        return remotes.size() == 1 ? Optional.of(remotes.get(0)) : Optional.empty();
    }

    private static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(0, colon);
    }

    /** Expressions of RFC 6570 stand for one part of a path, or for several where they say so. */
    private static Pattern form(String template) {
        StringBuilder form = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            form.append(Pattern.quote(template.substring(at, open)));
            boolean several = "+#/?&.;".indexOf(template.charAt(Math.min(open + 1, close))) >= 0
                    || template.substring(open, close).contains("*");
            form.append(several ? ".*" : "[^/]*");
            at = close + 1;
        }
        return Pattern.compile(
                form.append(Pattern.quote(template.substring(at))).toString(), Pattern.DOTALL);
    }

    /** Whether a client that has seen the other would see something else. */
    boolean differs(Offers other, ListKind kind) {
        List<JsonNode> mine = List.copyOf(shown.get(kind));
        return !mine.equals(List.copyOf(other.shown.get(kind)));
    }
}
