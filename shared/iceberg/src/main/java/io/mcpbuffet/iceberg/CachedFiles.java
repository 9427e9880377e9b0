package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.FileCache;
import io.mcpbuffet.spi.LocalFile;
import java.util.Map;
import org.apache.iceberg.io.FileIO;

/** Files of an object store, copied into the process's cache through the {@code FileIO} of their table. Safe for use by many threads. */
public final class CachedFiles implements LocalFiles {
    private final FileCache cache;
    private final FileCache.Owner owner;

    private CachedFiles(FileCache cache, FileCache.Owner owner) {
        this.cache = cache;
        this.owner = owner;
    }

    /** For a catalog with its configured properties: copies are not shared with catalogs of other credentials. */
    public static CachedFiles of(FileCache cache, String catalog, Map<String, String> properties) {
        return new CachedFiles(cache, new FileCache.Owner(catalog, properties));
    }

    @Override
    public LocalFile file(FileIO io, String location, long length) {
        return cache.copy(
                owner, location, length, () -> io.newInputFile(location, length).newStream());
    }

    @Override
    public boolean isNear(String location, long length) {
        return cache.has(owner, location, length);
    }
}
