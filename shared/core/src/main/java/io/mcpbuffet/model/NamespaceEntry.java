package io.mcpbuffet.model;

import java.util.Optional;

/** A line of a listing of namespaces. */
public record NamespaceEntry(Namespace namespace, Optional<String> comment) {}
