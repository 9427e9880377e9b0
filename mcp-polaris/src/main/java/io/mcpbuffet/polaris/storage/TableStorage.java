package io.mcpbuffet.polaris.storage;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.polaris.rest.RestServer.Delegation;
import io.mcpbuffet.polaris.rest.ServerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.StorageCredential;
import org.apache.iceberg.io.SupportsStorageCredentials;

/**
 * The files of one table, for reading: only where they may be, and with credentials that are asked for again when they end. Safe for use by
 * many threads.
 */
final class TableStorage implements FileIO, SupportsStorageCredentials {
    private static final long serialVersionUID = 1;
    private static final String ENDS = "s3.session-token-expires-at-ms";
    /** New credentials are asked for this long before the old ones end. */
    private static final Duration EARLY = Duration.ofSeconds(60);

    private final transient StorageRules rules;
    private final transient StorageErrors errors;
    private final transient Stores stores;
    private final transient Function<String, Delegation> renewal;
    private final transient Optional<String> tablePath;
    private final Map<String, String> loaded;
    private transient volatile Access access;

    /** What the files are read with, and the stores that are open with it. */
    private record Access(Map<String, String> settings, List<StorageCredential> credentials, Map<String, FileIO> open) {
        static Access of(Map<String, String> settings, List<StorageCredential> credentials) {
            return new Access(settings, List.copyOf(credentials), new HashMap<>());
        }

        /** The settings for a location: those of the longest prefix that fits. */
        Map<String, String> settings(String location) {
            Map<String, String> own = new LinkedHashMap<>(settings);
            credentials.stream()
                    .filter(credential -> location.startsWith(credential.prefix()))
                    .max((a, b) ->
                            Integer.compare(a.prefix().length(), b.prefix().length()))
                    .ifPresent(credential -> own.putAll(credential.config()));
            return own;
        }
    }

    /** {@code renewal} asks for new credentials of the table that was loaded from a path. */
    TableStorage(
            Map<String, String> settings, StorageRules rules, Stores stores, Function<String, Delegation> renewal) {
        this.loaded = Map.copyOf(settings);
        this.rules = rules;
        this.errors = new StorageErrors(rules.catalog());
        this.stores = stores;
        this.renewal = renewal;
        this.tablePath = Optional.ofNullable(settings.get(ServerSettings.TABLE_PATH));
        this.access = Access.of(loaded, List.of());
    }

    @Override
    public void setCredentials(List<StorageCredential> credentials) {
        access = Access.of(loaded, credentials);
    }

    @Override
    public List<StorageCredential> credentials() {
        return access.credentials();
    }

    @Override
    public Map<String, String> properties() {
        return loaded;
    }

    @Override
    public InputFile newInputFile(String location) {
        store(location);
        return new RenewingInput(this, location, Optional.empty());
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        store(location);
        return new RenewingInput(this, location, Optional.of(length));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw LakeException.of(ErrorCode.READ_ONLY, "'" + location + "' cannot be written");
    }

    @Override
    public void deleteFile(String location) {
        throw LakeException.of(ErrorCode.READ_ONLY, "'" + location + "' cannot be deleted");
    }

    StorageErrors errors() {
        return errors;
    }

    /** The store that a location is read from with the credentials of this moment. */
    FileIO store(String location) {
        Access now = access;
        String scheme = rules.scheme(location, now.settings());
        Map<String, String> settings = now.settings(location);
        if (ending(settings) && renew(now)) {
            return store(location, scheme);
        }
        return store(now, location, scheme);
    }

    private FileIO store(String location, String scheme) {
        return store(access, location, scheme);
    }

    private FileIO store(Access from, String location, String scheme) {
        Map<String, String> settings = from.settings(location);
        refuseEndpoint(settings);
        synchronized (from.open()) {
            return from.open().computeIfAbsent(scheme + settings.hashCode(), key -> stores.open(scheme, settings));
        }
    }

    private void refuseEndpoint(Map<String, String> settings) {
        String host = settings.get(ServerSettings.REFUSED_ENDPOINT);
        if (host != null && !settings.containsKey("s3.endpoint")) {
            throw LakeException.of(
                            ErrorCode.PERMISSION_DENIED,
                            "Catalog " + rules.catalog() + " sends its readers to the object store at " + host
                                    + ", which is not configured")
                    .hint("If that is right, set allowed-endpoints: " + host + ", or s3.endpoint to the whole address")
                    .in(rules.catalog());
        }
    }

    private static boolean ending(Map<String, String> settings) {
        String at = settings.getOrDefault(ENDS, "");
        return at.matches("[0-9]{1,18}")
                && Instant.ofEpochMilli(Long.parseLong(at))
                        .isBefore(Instant.now().plus(EARLY));
    }

    /** Takes new credentials; false where the server gives none, or none that are new. */
    boolean renew() {
        return renew(access);
    }

    private synchronized boolean renew(Access old) {
        if (!access.equals(old)) {
            return true;
        }
        if (tablePath.isEmpty() || !loaded.containsKey(ServerSettings.DELEGATED)) {
            return false;
        }
        Delegation fresh = renewal.apply(tablePath.get());
        Map<String, String> settings = new LinkedHashMap<>(loaded);
        settings.putAll(fresh.settings());
        List<StorageCredential> credentials = fresh.credentials().stream()
                .map(credential -> StorageCredential.create(credential.prefix(), credential.config()))
                .toList();
        if (settings.equals(old.settings()) && credentials.equals(old.credentials())) {
            return false;
        }
        access = Access.of(settings, credentials);
        return true;
    }

    @Override
    public void close() {
        Access now = access;
        synchronized (now.open()) {
            now.open().values().forEach(FileIO::close);
            now.open().clear();
        }
    }
}
