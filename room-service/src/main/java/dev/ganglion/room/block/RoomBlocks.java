package dev.ganglion.room.block;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Keeps people out of rooms. */
@Service
public class RoomBlocks {
    private final BlockRepository repository;

    RoomBlocks(BlockRepository repository) {
        this.repository = repository;
    }

    /**
     * {@code M_FORBIDDEN} for rooms that nobody may join, be invited to or knock on; asks the
     * database each time, so that a block counts at once and everywhere.
     */
    public Mono<Void> mustNotBeBlocked(RoomId room) {
        return repository
                .isClosedToAll(room)
                .filter(isBlocked -> isBlocked)
                .flatMap(_ -> Mono.error(blocked()));
    }

    /** Blocks a room, which need not exist; who shut it first stays on record. */
    public Mono<Void> shut(RoomId room, UserId admin) {
        return repository.insert(room, admin);
    }

    private static MatrixException blocked() {
        return MatrixException.forbidden("This room is blocked on this server");
    }
}
