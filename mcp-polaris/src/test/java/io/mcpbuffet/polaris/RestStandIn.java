package io.mcpbuffet.polaris;

import io.mcpbuffet.iceberg.s3.S3Store;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Iceberg's reference REST server on 127.0.0.1, behind a gate that checks tokens and makes trouble on demand. Its files are in an object store
 * that checks signatures. Safe for use by many threads.
 */
final class RestStandIn implements AutoCloseable {
    static final String BUCKET = "lake";

    private final Server jetty;
    private final Gate gate;
    private final InMemoryCatalog backing;
    private final Answers answers;
    private final S3Store store;

    private RestStandIn(Server jetty, Gate gate, InMemoryCatalog backing, Answers answers, S3Store store) {
        this.jetty = jetty;
        this.gate = gate;
        this.backing = backing;
        this.answers = answers;
        this.store = store;
    }

    static RestStandIn start() {
        S3Store store = S3Store.start().bucket(BUCKET);
        InMemoryCatalog backing = backing(store);
        Answers answers = new Answers(backing);
        Gate gate = new Gate(servlets(answers));
        return new RestStandIn(listen(gate), gate, backing, answers, store);
    }

    /** A catalog whose tables lie in an object store. */
    static InMemoryCatalog backing(S3Store store) {
        InMemoryCatalog backing = new InMemoryCatalog();
        backing.initialize("backing", Map.of("warehouse", "s3://" + BUCKET + "/warehouse"));
        io(backing, store.properties());
        return backing;
    }

    /** The reference server, below {@code /v1}. */
    static Handler servlets(Answers answers) {
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.getServletHandler().setDecodeAmbiguousURIs(true);
        servlets.addServlet(new ServletHolder(new RESTCatalogServlet(answers)), "/*");
        return servlets;
    }

    static Server listen(Handler handler) {
        Server jetty = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(256 << 10);
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(handler);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new AssertionError("The REST server did not start", e);
        }
        return jetty;
    }

    static void stop(Server jetty) {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new AssertionError("The REST server did not stop", e);
        }
    }

    static URI uri(Server jetty) {
        return URI.create("http://127.0.0.1:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort());
    }

    /** The catalog in memory takes no files but those in memory; its tables are to be in the object store. */
    private static void io(InMemoryCatalog catalog, Map<String, String> properties) {
        Map<String, String> own = new LinkedHashMap<>(properties);
        FileIO io = CatalogUtil.loadFileIO(own.remove("io-impl"), own, null);
        try {
            Field field = InMemoryCatalog.class.getDeclaredField("io");
            field.setAccessible(true);
            field.set(catalog, io);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The catalog in memory is another one", e);
        }
    }

    URI uri() {
        return uri(jetty);
    }

    /** The catalog behind the server, to be written to. */
    InMemoryCatalog backing() {
        return backing;
    }

    Gate gate() {
        return gate;
    }

    Answers answers() {
        return answers;
    }

    S3Store store() {
        return store;
    }

    /** What a client is configured with: credentials, and that the object store is elsewhere than the catalog. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("uri", uri().toString());
        properties.put("credential", Gate.CLIENT + ":" + Gate.SECRET);
        properties.put("scope", "PRINCIPAL_ROLE:ALL");
        return properties;
    }

    @Override
    public void close() {
        stop(jetty);
        store.close();
    }
}
