package dev.ganglion.room.deletion;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.create.CreateRoomService;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.send.SendService;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Opens the room where those who lose theirs are told why. */
@Service
class NoticeRoom {
    private final CreateRoomService rooms;
    private final SendService sending;
    private final DeletionRepository deletions;

    NoticeRoom(CreateRoomService rooms, SendService sending, DeletionRepository deletions) {
        this.rooms = rooms;
        this.sending = sending;
        this.deletions = deletions;
    }

    /**
     * The deletion with its new room, if it is to have one. A crash right after the room is created
     * leaves one behind in which there is only its owner.
     */
    Mono<Deletion> opened(Deletion deletion) {
        return Mono.justOrEmpty(deletion.newRoomOwner())
                .flatMap(owner -> open(deletion, owner))
                .defaultIfEmpty(deletion);
    }

    private Mono<Deletion> open(Deletion deletion, UserId owner) {
        return Mono.justOrEmpty(deletion.newRoomId())
                .switchIfEmpty(Mono.defer(() -> create(deletion, owner)))
                .delayUntil(room -> explain(deletion, room, owner))
                .map(deletion::movingTo);
    }

    private Mono<RoomId> create(Deletion deletion, UserId owner) {
        return rooms.createForNotices(owner, deletion.newRoomName())
                .delayUntil(room -> deletions.noteNewRoom(deletion, room));
    }

    /** Once, however often it is tried. */
    private Mono<Void> explain(Deletion deletion, RoomId room, UserId owner) {
        JsonObject content =
                JsonObject.builder()
                        .put("msgtype", "m.text")
                        .put("body", deletion.message())
                        .build();
        EventDraft draft = EventDraft.message(owner, EventTypes.MESSAGE, content);
        TransactionKey once =
                new TransactionKey(owner, "", EventTypes.MESSAGE, deletion.deleteId());
        return sending.send(room, draft, once).then();
    }
}
