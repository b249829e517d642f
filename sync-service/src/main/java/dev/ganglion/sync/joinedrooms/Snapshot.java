package dev.ganglion.sync.joinedrooms;

/** A user's rooms as of one position of the event stream: what a response is made from. */
public record Snapshot(long position, RoomsOfUser rooms) {}
