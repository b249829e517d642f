package dev.ganglion.room.persist;

import dev.ganglion.room.head.RoomHead;

/** A proposal with the head that was loaded for it, waiting for the next batch. */
record PendingProposal(Proposal proposal, RoomHead head) {}
