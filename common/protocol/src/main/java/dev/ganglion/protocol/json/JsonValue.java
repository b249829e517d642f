package dev.ganglion.protocol.json;

/** Any value that canonical JSON can hold; numbers are integers. Immutable. */
public sealed interface JsonValue
        permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
