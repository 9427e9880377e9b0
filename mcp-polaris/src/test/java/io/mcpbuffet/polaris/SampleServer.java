package io.mcpbuffet.polaris;

import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;

/** A REST catalog on this machine that vends keys for its files, with the table {@code crm.customers}, for tests over several catalogs. */
public final class SampleServer implements AutoCloseable {
    private final RestStandIn server;

    private SampleServer(RestStandIn server) {
        this.server = server;
    }

    /** {@code crm.customers} has ten rows: {@code id} from 0, and {@code name}, which is {@code c} and the id. */
    public static SampleServer start(Path directory) {
        RestStandIn server = RestStandIn.start();
        server.answers().tables(() -> Answers.keys(server.store()));
        new RowTables(server, directory).customers(TableIdentifier.of("crm", "customers"));
        return new SampleServer(server);
    }

    /** What a catalog of kind {@code polaris} is configured with. */
    public Map<String, String> properties() {
        return server.properties();
    }

    @Override
    public void close() {
        server.close();
    }
}
