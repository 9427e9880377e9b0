package io.mcpbuffet.engine.job;

import io.mcpbuffet.model.Rows;
import java.util.List;
import java.util.Optional;

/**
 * The first page of a statement's answer.
 *
 * @param more rows exist beyond this page
 * @param spool names the rest for {@link io.mcpbuffet.engine.job.Worker#page}, where there is a rest
 * @param warnings such as cells that were cut
 */
public record JobResult(Rows page, boolean more, Optional<String> spool, List<String> warnings) {}
