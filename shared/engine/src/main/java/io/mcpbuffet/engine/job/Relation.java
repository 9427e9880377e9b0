package io.mcpbuffet.engine.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something the worker makes readable under a view's name before it runs a statement. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScanRelation.class, name = "scan"),
    @JsonSubTypes.Type(value = AttachedRelation.class, name = "attached"),
    @JsonSubTypes.Type(value = FilesRelation.class, name = "files"),
    @JsonSubTypes.Type(value = RowsRelation.class, name = "rows"),
    @JsonSubTypes.Type(value = StubRelation.class, name = "stub"),
    @JsonSubTypes.Type(value = SameRelation.class, name = "same"),
    @JsonSubTypes.Type(value = ValuesRelation.class, name = "values")
})
public sealed interface Relation
        permits ScanRelation,
                AttachedRelation,
                FilesRelation,
                RowsRelation,
                StubRelation,
                SameRelation,
                ValuesRelation {
    /** The view's name, a plain identifier of our own making. */
    String view();
}
