/**
 * room-service: what is true. It owns rooms, their events and state, memberships, aliases, the
 * directory and profiles.
 *
 * <p>Each capability is a package; all of them write through {@code persist}, the only place that
 * inserts events, and decide against {@code head}, the cached end of a room's graph.
 */
@NullMarked
package dev.ganglion.room;

import org.jspecify.annotations.NullMarked;
