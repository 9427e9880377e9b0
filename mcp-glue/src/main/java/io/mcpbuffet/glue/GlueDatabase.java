package io.mcpbuffet.glue;

import java.util.Map;
import java.util.Optional;

/** A database as Glue describes it. */
record GlueDatabase(String name, Optional<String> comment, Optional<String> location, Map<String, String> parameters) {
    GlueDatabase {
        parameters = Map.copyOf(parameters);
    }

    /** The description, with the owner where the database tells one, as Spark and Hive write it. */
    Optional<String> remark() {
        Optional<String> owner = Optional.ofNullable(parameters.get("owner")).map(name -> "owner: " + name);
        return comment.isPresent() && owner.isPresent()
                ? Optional.of(comment.get() + " (" + owner.get() + ")")
                : comment.or(() -> owner);
    }
}
