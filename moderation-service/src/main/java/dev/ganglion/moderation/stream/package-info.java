/**
 * The event stream, which room-service publishes for reading: where it ends at present.
 *
 * <p>{@link dev.ganglion.moderation.stream.EventStream} is the door. What is read of it, and how
 * far, belongs to whoever reads.
 */
@NullMarked
package dev.ganglion.moderation.stream;

import org.jspecify.annotations.NullMarked;
