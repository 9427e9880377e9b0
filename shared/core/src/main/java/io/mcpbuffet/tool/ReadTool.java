package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Arguments;
import io.mcpbuffet.json.RecordSchema;
import io.mcpbuffet.json.RecordWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a tool of an input record, a result record and what leads from one to the other. */
final class ReadTool {
    private static final Logger LOG = LoggerFactory.getLogger(ReadTool.class);

    private ReadTool() {}

    /** A result with its text, which is complete by itself. */
    record Answer(Record result, String text) {}

    @FunctionalInterface
    interface Body<I extends Record> {
        Answer answer(I arguments, CallContext call);
    }

    /** What a model reads about a tool. */
    record About(String name, String title, String description) {}

    static <I extends Record> Tool of(About about, Class<I> in, Class<? extends Record> out, Body<I> body) {
        return new Tool(
                about.name(),
                about.title(),
                about.description(),
                RecordSchema.input(in),
                RecordSchema.output(out),
                true,
                false,
                (arguments, call) -> answer(about.name(), arguments, call, in, body));
    }

    private static <I extends Record> ToolResult answer(
            String tool, JsonNode arguments, CallContext call, Class<I> in, Body<I> body) {
        try {
            Answer answer = body.answer(Arguments.read(arguments, in), call);
            return ToolResult.of(RecordWriter.write(answer.result()), answer.text());
        } catch (LakeException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                LOG.error("{} failed", tool, e);
            }
            return ToolResult.error(e);
        }
    }
}
