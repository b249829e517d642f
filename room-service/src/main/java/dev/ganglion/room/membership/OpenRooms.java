package dev.ganglion.room.membership;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.block.RoomBlocks;
import dev.ganglion.room.head.RoomHeads;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Set;

/** Whether there is a room to get into at all. */
@Component
class OpenRooms {
    private final RoomHeads heads;
    private final RoomBlocks blocks;

    OpenRooms(RoomHeads heads, RoomBlocks blocks) {
        this.heads = heads;
        this.blocks = blocks;
    }

    /** {@code M_FORBIDDEN} for a room that an administrator has blocked. */
    Mono<Void> mustBeOpen(RoomId room) {
        return blocks.mustNotBeBlocked(room);
    }

    /** {@code M_NOT_FOUND} for a room that does not exist. */
    Mono<Void> mustExist(RoomId room) {
        return heads.find(room, Set.of())
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such room")))
                .then();
    }
}
