package dev.ganglion.sync.presence;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.presence.PresenceRepository.Stored;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.Optional;

/**
 * Answers who asks for somebody's presence: as Redis has it; while that is away as this replica
 * told it last; and for whoever has not been here lately offline, with what was stored.
 */
@Service
class PresenceStatus {
    private final PresenceProperties properties;
    private final PresenceStore store;
    private final Board board;
    private final PresenceRepository repository;
    private final Exchange exchange;
    private final Clock clock;

    PresenceStatus(
            PresenceProperties properties,
            PresenceStore store,
            Board board,
            PresenceRepository repository,
            Exchange exchange,
            Clock clock) {
        this.properties = properties;
        this.store = store;
        this.board = board;
        this.repository = repository;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** What a reader is shown. */
    record Shown(
            String presence,
            Optional<Long> lastActiveAgo,
            Optional<Boolean> currentlyActive,
            Optional<String> statusMsg) {}

    private static final Shown OFFLINE =
            new Shown(
                    PresenceState.OFFLINE.value(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** {@code M_FORBIDDEN} for those who share no room, whether there is such a user or not. */
    Mono<Shown> of(UserId user, UserId reader) {
        return repository
                .mayAsk(reader, user)
                .filter(allowed -> allowed)
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.forbidden("You may not see their presence")))
                .flatMap(allowed -> properties.enabled() ? find(user) : Mono.just(OFFLINE));
    }

    private Mono<Shown> find(UserId user) {
        return store.find(user)
                .onErrorResume(away -> Mono.justOrEmpty(board.find(user).map(Board.Posted::told)))
                .map(this::shown)
                .switchIfEmpty(repository.find(user).map(this::shown))
                .defaultIfEmpty(OFFLINE);
    }

    private Shown shown(Told told) {
        return new Shown(
                told.state().value(),
                told.lastActiveAgo(exchange.now()),
                told.currentlyActive(),
                told.statusMessage());
    }

    private Shown shown(Stored stored) {
        return new Shown(
                PresenceState.OFFLINE.value(),
                Optional.of(Math.max(0, clock.millis() - stored.lastActive())),
                Optional.empty(),
                stored.statusMessage());
    }
}
