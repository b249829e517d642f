/**
 * The batch writer: the only place that inserts events.
 *
 * <p>{@link dev.ganglion.room.persist.RoomWriter} is the door: a capability submits a {@link
 * dev.ganglion.room.persist.Proposal}, what it wants to say as a function of the room's state, and
 * gets the written events. Proposals that arrive while a batch is in flight go out together in the
 * next one: authorized, built, hashed and signed one after the other, then written in one
 * transaction under the event stream's lane lock. A room whose head moved meanwhile is asked again.
 *
 * <p>The other doors: {@link dev.ganglion.room.persist.RoomCreator} for the events that a new room
 * begins with, {@link dev.ganglion.room.persist.RoomClosing} for the end of a room, {@link
 * dev.ganglion.room.persist.RelationRemoval} for relations whose events are purged, and {@link
 * dev.ganglion.room.persist.TransactionLookup} for what was written under a transaction ID.
 */
@NullMarked
package dev.ganglion.room.persist;

import org.jspecify.annotations.NullMarked;
