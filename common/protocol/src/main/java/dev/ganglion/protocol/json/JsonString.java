package dev.ganglion.protocol.json;

/** A string; the parser lets no lone surrogate in. */
public record JsonString(String value) implements JsonValue {}
