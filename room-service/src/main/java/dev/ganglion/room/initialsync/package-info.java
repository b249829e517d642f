/**
 * A room all at once: its state and its newest events, for looking into a room.
 *
 * <p>Client-server API, "Room previews", {@code GET /rooms/{roomId}/initialSync}. What is shown is
 * read by the capabilities that own it.
 */
@NullMarked
package dev.ganglion.room.initialsync;

import org.jspecify.annotations.NullMarked;
