/**
 * Retention: messages that are older than their room or this server lets them be are deleted.
 *
 * <p>The state event {@code m.room.retention} of Matrix proposal 1763, {@code max_lifetime} and
 * {@code min_lifetime} in milliseconds, within what the server allows. No public door: a pass over
 * the rooms in the background. How events are deleted belongs to {@code purge}.
 */
@NullMarked
package dev.ganglion.room.retention;

import org.jspecify.annotations.NullMarked;
