package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.head.RoomView.StateNotLoaded;

import java.util.List;

/** What came of a proposal in one batch. */
sealed interface ProposalOutcome {
    /** Its events are committed, or were before. */
    record Written(List<WrittenEvent> events) implements ProposalOutcome {}

    /** The rules, or the decision itself, said no. */
    record Refused(MatrixException why) implements ProposalOutcome {}

    /** The room had moved: the proposal is to be made again on its new head. */
    record Stale() implements ProposalOutcome {}

    /** The decision looked at state that was not loaded: it is to be made again with it. */
    record Unprepared(StateNotLoaded missing) implements ProposalOutcome {}
}
