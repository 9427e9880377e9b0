package io.mcpbuffet.server.http;

import io.mcpbuffet.server.Outlet;

/** All messages as events of one stream. */
record EventOutlet(EventStream stream) implements Outlet {
    @Override
    public void message(byte[] json) {
        stream.message(json);
    }

    @Override
    public void answer(byte[] json, int code) {
        stream.message(json);
    }

    @Override
    public boolean broken() {
        return stream.broken();
    }
}
