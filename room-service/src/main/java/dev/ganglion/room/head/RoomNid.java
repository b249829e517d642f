package dev.ganglion.room.head;

/** The number that stands for a room inside the database; never shown to anybody. */
public record RoomNid(long value) {}
