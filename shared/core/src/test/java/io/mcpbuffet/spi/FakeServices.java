package io.mcpbuffet.spi;

import io.mcpbuffet.error.LakeException;

/** What a catalog is given in tests. */
public record FakeServices(LocalSql localSql, FileCache files) implements CatalogProvider.Services {
    /** No file is remote. */
    public static FakeServices of(LocalSql localSql) {
        return new FakeServices(localSql, (owner, location, length, source) -> {
            throw LakeException.unavailable("There is no remote file '" + location + "'", null);
        });
    }
}
