package io.mcpbuffet.bench;

import java.util.List;

/**
 * One benchmark with its baseline in the same run. A class {@code ObjectStoreBench} of this package with a constructor without
 * arguments is run by {@code make bench-object-store}; nothing else lists it.
 */
interface Benchmark {
    /** Measures, adds rows to the table, and returns the headline figures. The arguments are those of the command line. */
    List<Result> run(Table table, List<String> arguments) throws Exception;
}
