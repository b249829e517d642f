/**
 * Spaces: the rooms below a space, page by page.
 *
 * <p>Client-server API, "Spaces", {@code /hierarchy}. Who may look at a room, and what it shows, is
 * for {@code summary} to say; the table of children is written by {@code persist} with the {@code
 * m.space.child} events. Nobody else needs this package.
 */
@NullMarked
package dev.ganglion.room.space;

import org.jspecify.annotations.NullMarked;
