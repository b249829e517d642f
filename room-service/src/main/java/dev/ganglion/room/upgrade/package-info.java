/**
 * Upgrading a room: a new room of another version takes its place.
 *
 * <p>Client-server API, module "Room Upgrades". The new room is made closed and in one transaction;
 * bans and a space's children follow in batches; then the names move, the new room opens, and the
 * tombstone closes the old one. Each step does nothing when it is done already, so that a request
 * that is repeated after a crash carries on where the first one ended. What users keep for
 * themselves (tags, push rules) is carried over by sync-service when it sees them join.
 */
@NullMarked
package dev.ganglion.room.upgrade;

import org.jspecify.annotations.NullMarked;
