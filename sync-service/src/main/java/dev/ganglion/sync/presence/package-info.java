/**
 * Who is online: kept in Redis for as long as their devices ask, told to those who share a room,
 * and of lasting things only the status message in PostgreSQL.
 *
 * <p>Client-server API, module "Presence". {@link dev.ganglion.sync.presence.Presence} hears who is
 * there, {@link dev.ganglion.sync.presence.PresenceNews} says what a response tells. From one to
 * the other: what was heard is said to Redis ({@code Exchange}), the script {@code presence.lua}
 * decides there for all replicas what is an update and numbers it, every replica hears the updates
 * ({@code Feed}), looks up in which rooms to tell of them, and wakes those who wait ({@code
 * Posting}, {@code Board}).
 */
@NullMarked
package dev.ganglion.sync.presence;

import org.jspecify.annotations.NullMarked;
