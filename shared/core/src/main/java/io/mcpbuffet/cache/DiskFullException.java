package io.mcpbuffet.cache;

import java.io.IOException;

/** The disk has no room for a write. */
final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    DiskFullException(IOException cause) {
        super(cause);
    }
}
