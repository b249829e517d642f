/**
 * Delayed events: events that a client schedules, and that the server sends at their time unless
 * they are cancelled or their time starts anew before. Calls rely on them: the event that says that
 * somebody has left is scheduled before the one that says that they are there.
 *
 * <p>MSC4140, "Cancellable delayed events", as clients use it. They are sent through the same doors
 * as all others, {@code send}, {@code state} and {@code redact}; nothing here writes events. {@link
 * dev.ganglion.room.delayedevent.DelayedEvents} is the door for others.
 */
@NullMarked
package dev.ganglion.room.delayedevent;

import org.jspecify.annotations.NullMarked;
