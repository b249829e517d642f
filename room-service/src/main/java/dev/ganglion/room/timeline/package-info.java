/**
 * Reading what was said: pages of a room's history, single events with their surroundings, and who
 * its members are.
 *
 * <p>Client-server API, "Getting events for a room" and modules "Room history visibility",
 * "Lazy-loading room members". Every event passes {@link dev.ganglion.room.history.VisibleHistory}
 * before anybody reads it. How far a user sees into a room at all is decided by {@code visibility};
 * reading a room's current state belongs to {@code state}.
 */
@NullMarked
package dev.ganglion.room.timeline;

import org.jspecify.annotations.NullMarked;
