package io.mcpbuffet.router.remote;

import java.util.Map;

class StdioPassThroughTest extends PassThroughContract {
    @Override
    Map<String, Object> fixture() {
        return FixtureServer.command("stdio");
    }
}
