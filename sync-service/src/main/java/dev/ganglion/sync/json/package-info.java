/**
 * A writer of JSON straight into bytes, for responses that are mostly made of stored bytes.
 *
 * <p>{@link dev.ganglion.sync.json.JsonBytes} is the door. Reading JSON belongs to common/protocol.
 */
@NullMarked
package dev.ganglion.sync.json;

import org.jspecify.annotations.NullMarked;
