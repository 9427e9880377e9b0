package io.mcpbuffet.router.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;

/** Takes what comes on a {@link Link}, from one thread at a time or from several. */
public interface Receiver {
    void message(ObjectNode message);

    /**
     * A request that gets no answer, though others may.
     *
     * @param id that it had; 0 where it is not known
     */
    void failed(long id, LakeException why);

    /** Something that is no message was left out. */
    void noise(String what);

    /** Nothing more comes. Told once. */
    void ended(LakeException why);
}
