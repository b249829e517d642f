package dev.ganglion.protocol.json;

/** The JSON null. */
public enum JsonNull implements JsonValue {
    NULL
}
