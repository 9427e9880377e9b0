package io.mcpbuffet.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** Keeps the protocol's stream away from everything else that prints. */
public final class StandardOutput {
    private StandardOutput() {}

    /** The real standard output; from now on, what is printed to {@code System.out} goes to standard error. */
    public static OutputStream take() {
        System.setOut(System.err);
        return new FileOutputStream(FileDescriptor.out);
    }
}
