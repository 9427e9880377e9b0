package io.mcpbuffet.polaris.storage;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.polaris.rest.RestConfig;
import io.mcpbuffet.polaris.rest.ServerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of a catalog may be. A catalog, or whoever may write table metadata, names locations; with credentials of our own they are
 * read only below what was configured.
 *
 * @param roots configured, each ending in a slash; empty where the server's own credentials decide
 */
record StorageRules(String catalog, List<String> roots) {
    private static final Pattern LOCATION = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(/.*)?");
    private static final Pattern WALK = Pattern.compile("(^|/)\\.\\.?(/|$)");
    private static final List<String> S3 = List.of("s3", "s3a", "s3n");

    static StorageRules of(RestConfig config) {
        List<String> roots = new ArrayList<>(config.list("allowed-locations"));
        if (roots.isEmpty() && config.warehouse().contains("://")) {
            roots.add(config.warehouse());
        }
        return new StorageRules(
                config.name(), roots.stream().map(StorageRules::root).toList());
    }

    private static String root(String location) {
        String plain = canonical(location);
        return plain.endsWith("/") ? plain : plain + "/";
    }

    /** The scheme of a location that may be read with the settings of its table; PERMISSION_DENIED or UNSUPPORTED for another. */
    String scheme(String location, Map<String, String> settings) {
        Matcher matcher = LOCATION.matcher(location);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (scheme.isEmpty() && roots.stream().noneMatch(root -> root.startsWith("file:"))) {
            throw LakeException.unsupported(
                            "The location '" + shown(location) + "' in catalog " + catalog + " names no object store")
                    .hint(
                            "Only s3, gs and abfs locations are read; local ones where allowed-locations holds file:///DIRECTORY");
        }
        if (WALK.matcher(location).find() || roots(settings).stream().noneMatch(canonical(location)::startsWith)) {
            throw LakeException.of(
                            ErrorCode.PERMISSION_DENIED,
                            "The location '" + shown(location) + "' is outside of the storage configured for catalog "
                                    + catalog)
                    .hint("If it belongs to this catalog, set allowed-locations to the buckets of the catalog, such as"
                            + " s3://lake/warehouse/")
                    .in(catalog);
        }
        return S3.contains(scheme) ? "s3" : scheme.isEmpty() ? "file" : scheme;
    }

    /** Without configured ones: everything for the server's credentials, and the server's own base for ours. */
    private List<String> roots(Map<String, String> settings) {
        if (!roots.isEmpty()) {
            return roots;
        }
        if (settings.containsKey(ServerSettings.DELEGATED)) {
            return List.of("s3://", "gs://", "abfs://", "abfss://", "wasb://", "wasbs://");
        }
        return Arrays.stream(settings.getOrDefault("default-base-location", "").split(","))
                .map(String::strip)
                .filter(base -> !base.isEmpty())
                .map(StorageRules::root)
                .toList();
    }

    private static String canonical(String location) {
        String plain = location.replaceFirst("^file:(/+)", "file:///").replaceFirst("^s3[an]://", "s3://");
        return plain.startsWith("/") ? "file://" + plain : plain;
    }

    private static String shown(String location) {
        return location.length() <= 200 ? location : location.substring(0, 200) + "…";
    }
}
