package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.json.JsonBytes;

import java.util.function.Consumer;

/**
 * What an extension answers.
 *
 * @param isEmpty whether it tells of nothing new
 * @param write writes it as an object
 */
record Extension(String name, boolean isEmpty, Consumer<JsonBytes> write) {}
