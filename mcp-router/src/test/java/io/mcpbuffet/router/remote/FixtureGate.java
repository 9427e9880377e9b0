package io.mcpbuffet.router.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;

/** Where the fixture waits until somebody outside lets it go on: whoever listens at a port, by closing the connection. */
final class FixtureGate {
    private FixtureGate() {}

    /** At once where no fault is {@code gate:PORT}. */
    static void pass(Set<String> faults) {
        for (String fault : faults) {
            if (fault.startsWith("gate:")) {
                wait(Integer.parseInt(fault.substring(5)));
            }
        }
    }

    private static void wait(int port) {
        try (Socket keeper = new Socket(InetAddress.getLoopbackAddress(), port)) {
            keeper.getInputStream().read();
        } catch (IOException e) {
            System.err.println("Nobody keeps the gate");
        }
    }
}
