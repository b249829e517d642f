/**
 * Deleting rooms, when an administrator of the server asks for it: everybody is taken out, aliases
 * and the place in the directory go, then the events.
 *
 * <p>The protocol that admin tools speak; no public door. What is left for devices that were away,
 * who was in the room, is taken by {@code removal} some days later. Keeping people out of rooms is
 * for {@code block}.
 */
@NullMarked
package dev.ganglion.room.deletion;

import org.jspecify.annotations.NullMarked;
