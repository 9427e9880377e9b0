package io.mcpbuffet.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Local copies of remote files that never change once written. Safe for use by many threads, and beside other processes. */
public interface FileCache {
    /**
     * A complete copy of a remote file, fetched if it is not there yet. UNAVAILABLE naming the location when it has another length
     * or the disk is full, LIMIT_EXCEEDED when it does not fit beside the files in use, CANCELLED on interrupt; what {@code source}
     * throws otherwise.
     */
    LocalFile copy(Owner owner, String location, long length, Source source);

    /** Whether there is a complete copy. */
    default boolean has(Owner owner, String location, long length) {
        return false;
    }

    /** The remote file, from its first byte. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Who may read a copy: an identity that reads a location does not make it readable for others.
     *
     * @param properties of the catalog, with its credentials or how it comes by them
     */
    record Owner(String catalog, Map<String, String> properties) {
        public Owner {
            properties = Map.copyOf(properties);
        }

        @Override
        public String toString() {
            return catalog;
        }
    }
}
