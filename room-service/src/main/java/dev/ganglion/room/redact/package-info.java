/**
 * Redactions: taking back what was said, by its sender or by whoever may redact others.
 *
 * <p>Client-server API, "Redactions". What is left of an event is decided in {@code
 * dev.ganglion.protocol.event}.
 */
@NullMarked
package dev.ganglion.room.redact;

import org.jspecify.annotations.NullMarked;
