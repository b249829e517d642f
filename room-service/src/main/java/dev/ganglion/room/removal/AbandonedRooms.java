package dev.ganglion.room.removal;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.persist.RoomClosing;
import dev.ganglion.room.persist.RoomClosing.Attachment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Closes rooms that all of this server's users have left and forgotten a while ago. Somebody who
 * comes back meanwhile, or is invited, keeps the room.
 */
@Service
class AbandonedRooms {
    private static final Logger log = LoggerFactory.getLogger(AbandonedRooms.class);
    private static final int ROOMS_AT_ONCE = 1_000;

    private final AbandonedRepository repository;
    private final RoomClosing closing;
    private final ForgottenRoomProperties settings;

    AbandonedRooms(
            AbandonedRepository repository, RoomClosing closing, ForgottenRoomProperties settings) {
        this.repository = repository;
        this.closing = closing;
        this.settings = settings;
    }

    /** Looks at all rooms once. A room that fails is left for the next round. */
    Mono<Void> round() {
        return repository
                .note(0, ROOMS_AT_ONCE)
                .expand(last -> repository.note(last, ROOMS_AT_ONCE))
                .thenMany(repository.listAbandoned(settings.grace(), ROOMS_AT_ONCE))
                .collectList()
                .flatMapIterable(rooms -> rooms)
                .concatMap(this::close)
                .then();
    }

    private Mono<Boolean> close(RoomId room) {
        return closing.close(room, Attachment.FORGOTTEN, Duration.ZERO)
                .onErrorResume(failure -> failed(room, failure));
    }

    private static Mono<Boolean> failed(RoomId room, Throwable failure) {
        log.warn("The forgotten room {} could not be closed", room, failure);
        return Mono.empty();
    }
}
