package io.mcpbuffet.router.remote;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class HttpPassThroughTest extends PassThroughContract {
    private final FixtureProcess server = FixtureProcess.start();

    @Override
    Map<String, Object> fixture() {
        return server.entry();
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
