package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.CallListener;
import io.mcpbuffet.observe.CallRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds a line of JSON to a file for each call. Safe for use by many threads. */
final class AuditLog implements CallListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final ServiceConfig.Audit config;
    private final OutputStream out;

    private AuditLog(ServiceConfig.Audit config, OutputStream out) {
        this.config = config;
        this.out = out;
    }

    /** INVALID_ARGUMENT where the file cannot be written: a server that is to be audited does not serve without. */
    static AuditLog open(ServiceConfig.Audit config) {
        try {
            return new AuditLog(
                    config, Files.newOutputStream(config.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw LakeException.invalid("The audit file " + config.file() + " cannot be written: " + e.getMessage())
                    .hint("Give another audit.file");
        }
    }

    @Override
    public void ended(CallRecord call) {
        ObjectNode line = Json.object()
                .put("time", call.start().toString())
                .put("principal", call.principal())
                .put("request", call.request())
                .put("tool", call.tool());
        call.tables().forEach(line.putArray("tables")::add);
        call.engine().ifPresent(engine -> line.put("engine", engine));
        line.put("rows", call.rows())
                .put("bytes", call.bytes())
                .put("ms", call.took().toMillis());
        line.put("outcome", call.outcome());
        if (config.sql()) {
            call.sql().ifPresent(sql -> line.put("sql", sql));
        }
        write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void write(byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            LOG.error("A call could not be audited in {}: {}", config.file(), e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.error("The audit file {} could not be closed: {}", config.file(), e.getMessage());
        }
    }
}
