package io.mcpbuffet.observe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a started program says on its standard error: it goes to the report of the test, which is searched for secrets at the end. */
public final class Said {
    private Said() {}

    /** Passes on what comes from now on, in a thread of its own. */
    public static void passOn(BufferedReader said) {
        Thread thread = new Thread(() -> pass(said), "said");
        thread.setDaemon(true);
        thread.start();
    }

    private static void pass(BufferedReader said) {
        try (said) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                System.err.println(line);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The program was ended: " + e.getMessage());
        }
    }
}
