package dev.ganglion.room.deletion;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.persist.RoomClosing;
import dev.ganglion.room.persist.RoomClosing.Attachment;
import dev.ganglion.room.purge.EventPurge;
import dev.ganglion.room.purge.Keeping;
import dev.ganglion.room.purge.Stretch;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Closes a room and deletes what was said in it. */
@Service
class RoomContents {
    private final RoomClosing closing;
    private final DeletionRepository deletions;
    private final EventPurge events;
    private final DeletionProperties settings;

    RoomContents(
            RoomClosing closing,
            DeletionRepository deletions,
            EventPurge events,
            DeletionProperties settings) {
        this.closing = closing;
        this.deletions = deletions;
        this.events = events;
        this.settings = settings;
    }

    /** Does nothing for a deletion that only takes people out. */
    Mono<Void> delete(Deletion deletion) {
        return deletion.isPurge() ? close(deletion).then(purge(deletion)) : Mono.empty();
    }

    private Mono<Void> close(Deletion deletion) {
        Attachment most = deletion.isForced() ? Attachment.ANY : Attachment.LEFT;
        return closing.close(deletion.roomId(), most, settings.farewell())
                .filter(isClosed -> isClosed)
                .switchIfEmpty(Mono.error(RoomContents::stillInside))
                .then();
    }

    /** Who was inside stays known for a while: devices that were away learn from it. */
    private Mono<Void> purge(Deletion deletion) {
        return deletions
                .findNid(deletion.roomId())
                .flatMapMany(
                        nid ->
                                events.purge(
                                        new Stretch(nid, 0, Long.MAX_VALUE),
                                        Keeping.memberships(),
                                        _ -> Mono.empty()))
                .then();
    }

    /** Perhaps somebody came in at the last moment: it is tried again. */
    private static MatrixException stillInside() {
        return MatrixException.of(
                409,
                ErrorCode.UNKNOWN,
                "Some users could not be taken out of the room: force_purge deletes it all the"
                        + " same");
    }
}
