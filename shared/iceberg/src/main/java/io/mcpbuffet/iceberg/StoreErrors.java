package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import java.util.Optional;

/** Knows the exceptions of one object store's client. Found by {@link java.util.ServiceLoader}; asked about those that Iceberg has not. */
public interface StoreErrors {
    /** Empty for an exception of another store; {@code what} was read. */
    Optional<LakeException> translate(Object what, RuntimeException e);
}
