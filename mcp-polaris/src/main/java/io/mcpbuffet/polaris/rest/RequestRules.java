package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.LakeException;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.iceberg.rest.HTTPRequest;

/** Which requests are sent at all: those that read, below the configured address. */
record RequestRules(URI base) {
    private static final int MAX_PATH = 16_000;
    private static final Pattern POSTED =
            Pattern.compile(".*/namespaces/[^/]+/tables/[^/]+/(plan|tasks|sign)|.*/aws/s3/sign");
    private static final Pattern DELETED = Pattern.compile(".*/namespaces/[^/]+/tables/[^/]+/plan/[^/]+");

    /** INVALID_ARGUMENT for a name that cannot be asked for by a path; a {@link RestFailure} for a request that would change something. */
    void check(HTTPRequest request) {
        if (!reads(request)) {
            throw RestFailure.of(
                    RestFailure.Kind.FORBIDDEN_REQUEST,
                    0,
                    "Nothing is changed here: " + what(request) + " is not sent");
        }
        if (request.path().length() > MAX_PATH) {
            throw LakeException.invalid(
                    "A name of " + request.path().length() + " characters is longer than a catalog takes");
        }
        String path = request.path().replaceFirst("^https?://[^/]*/", "");
        boolean walks = Arrays.stream(path.split("/", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (walks || path.contains("?") || path.contains("#") || path.contains("\\")) {
            throw LakeException.invalid("A name that is empty, '.' or '..' cannot be asked of an Iceberg REST catalog");
        }
        URI uri = request.requestUri();
        boolean same = base.getScheme().equals(uri.getScheme())
                && base.getRawAuthority().equals(uri.getRawAuthority());
        if (!same) {
            throw RestFailure.of(
                    RestFailure.Kind.FORBIDDEN_REQUEST,
                    0,
                    "The catalog sends its clients to " + host(uri.toString())
                            + ", which is not the configured server; the request is not sent");
        }
    }

    /** Planning a scan and signing a read change nothing that a reader could see. */
    private static boolean reads(HTTPRequest request) {
        return switch (request.method()) {
            case GET, HEAD -> true;
            case POST -> POSTED.matcher(request.path()).matches();
            case DELETE -> DELETED.matcher(request.path()).matches();
        };
    }

    /** A request in a message. */
    String what(HTTPRequest request) {
        String path = request.path();
        return request.method() + " " + (path.length() <= 200 ? path : path.substring(0, 200) + "…");
    }

    /** The host of an address, without what may be secret in the rest of it. */
    String host(String address) {
        try {
            URI uri = base.resolve(address);
            return uri.getHost() == null ? "an unreadable address" : uri.getHost();
        } catch (IllegalArgumentException e) {
            return "an unreadable address";
        }
    }
}
