package io.mcpbuffet.tool;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.spi.SqlEngine;
import java.util.List;

/** The tools over a lakehouse, in their fixed order, each listed only where some catalog can serve it. */
public final class LakeTools {
    private LakeTools() {}

    /** Connects to nothing. */
    public static List<Tool> of(Lakehouse lakehouse, SqlEngine engine, Limits limits, OutputForm form) {
        return List.of();
    }

    /** The {@code instructions} of the server: how tables are named, as_of, which tool comes first. */
    public static String instructions(Lakehouse lakehouse, SqlEngine engine) {
        return "";
    }
}
