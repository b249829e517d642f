package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.EventId;

/**
 * An event that is in the database, by this request or by an earlier one with the same transaction
 * ID.
 */
public record WrittenEvent(EventId eventId, long position) {}
