package io.mcpbuffet.router.remote;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class SsePassThroughTest extends PassThroughContract {
    private final FixtureProcess server = FixtureProcess.start();

    @Override
    Map<String, Object> fixture() {
        return server.sseEntry();
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
