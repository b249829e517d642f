/**
 * Erasing users who have ended their account: from then on their events are hidden from whoever
 * joins a room later.
 *
 * <p>Client-server API, "Account deactivation". {@link dev.ganglion.room.erasure.UserErasure} is
 * the door. What a reader is shown of an event is decided where events are read: {@code history}.
 */
@NullMarked
package dev.ganglion.room.erasure;

import org.jspecify.annotations.NullMarked;
