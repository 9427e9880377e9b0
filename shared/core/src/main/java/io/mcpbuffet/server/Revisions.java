package io.mcpbuffet.server;

/** The revisions of the protocol that are spoken. */
public final class Revisions {
    /** The code for headers that do not say what the body says. */
    public static final int HEADER_MISMATCH = -32020;

    private Revisions() {}

    /** Whether it is one with sessions. */
    public static boolean isStateful(String version) {
        return Sessions.VERSIONS.contains(version);
    }

    /** Whether it is one without sessions. */
    public static boolean isStateless(String version) {
        return Stateless.VERSIONS.contains(version);
    }

    /** Whether a request says by itself that it needs no session. */
    public static boolean isStateless(Incoming.Request request) {
        return Stateless.is(request);
    }

    /** The version that a request names itself; empty where it names none. */
    public static String version(Incoming.Request request) {
        return Stateless.version(request);
    }
}
