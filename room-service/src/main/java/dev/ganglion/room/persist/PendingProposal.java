package dev.ganglion.room.persist;

import dev.ganglion.room.head.RoomHead;

/**
 * A proposal with the head that was loaded for it, waiting for the next batch.
 *
 * @param hasLost whether the room moved before an earlier attempt was written
 */
record PendingProposal(Proposal proposal, RoomHead head, boolean hasLost) {
    PendingProposal on(RoomHead newerHead) {
        return new PendingProposal(proposal, newerHead, hasLost);
    }
}
