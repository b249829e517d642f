package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomExtent;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.head.StateEvent;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the first events of a room, all in one transaction. */
@Service
public class RoomCreator {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int OPAQUE_LENGTH = 18;
    // From room version 12 on two equal rooms that one user creates within a millisecond would have
    // one ID: the later one is created a moment later.
    private static final int MAX_ATTEMPTS = 10;
    // Each holds a connection until it has the lock of the stream: many at once would leave none
    // for those who hold it.
    private static final GroupCommitSettings ONE_BY_ONE =
            new GroupCommitSettings(1, 1_000, GroupCommitSettings.DEFAULT.timeout(), Duration.ZERO);

    private static final RoomNid NOT_YET = new RoomNid(0);

    private final EventFactory factory;
    private final EventHints hints;
    private final ServerProperties server;
    private final GroupCommit<Creation, RoomId> creations;
    private final SecureRandom random = new SecureRandom();

    RoomCreator(
            EventFactory factory,
            BatchTransaction database,
            EventHints hints,
            ServerProperties server,
            MeterRegistry meters) {
        this.factory = factory;
        this.hints = hints;
        this.server = server;
        this.creations =
                new GroupCommit<>(
                        "rooms",
                        ONE_BY_ONE,
                        meters,
                        BatchWriter.of(batch -> write(database, batch.getFirst()).map(List::of)));
    }

    private record Creation(NewRoom room, RoomTurn turn) {}

    /**
     * The new room's ID. Fails with {@link dev.ganglion.protocol.error.MatrixException}: {@code
     * M_ROOM_IN_USE} when the alias is taken, {@code M_INVALID_ROOM_STATE} when a draft is not
     * allowed; and with {@link AlreadyReplaced}.
     */
    public Mono<RoomId> create(Beginning beginning) {
        return Mono.defer(() -> plan(beginning).flatMap(turn -> write(beginning, turn)))
                .retryWhen(
                        Retry.backoff(MAX_ATTEMPTS, Duration.ofMillis(2))
                                .jitter(1)
                                .filter(RoomRows.RoomIdTaken.class::isInstance));
    }

    /** The room that was to be replaced has a successor already; nothing was written. */
    public static final class AlreadyReplaced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AlreadyReplaced() {
            super("The room has a successor", null, false, false);
        }
    }

    private Mono<RoomId> write(Beginning beginning, RoomTurn turn) {
        return creations.submit(
                new Creation(NewRoom.of(beginning, turn.identity().roomId()), turn));
    }

    private Mono<RoomId> write(BatchTransaction database, Creation creation) {
        RoomTurn turn = creation.turn();
        return database.create(creation.room(), turn)
                .doOnNext(last -> hints.publish(List.of(turn), last))
                .thenReturn(creation.room().roomId());
    }

    private Mono<RoomTurn> plan(Beginning beginning) {
        RoomTurn turn = planned(beginning);
        return beginning
                .lastDrafts()
                .apply(turn.identity().roomId())
                .map(
                        drafts -> {
                            drafts.forEach(draft -> append(draft, turn));
                            return turn;
                        });
    }

    private RoomTurn planned(Beginning beginning) {
        RoomTurn turn =
                new RoomTurn(
                        new NewHead(beginning.version(), provisionalRoomId(beginning.version())));
        for (EventDraft draft : beginning.drafts()) {
            PduEvent event = made(draft, turn);
            if (turn.isUnchanged()) {
                turn = new RoomTurn(new NewHead(beginning.version(), event.roomId()));
            }
            append(event, turn);
        }
        return turn;
    }

    private void append(EventDraft draft, RoomTurn turn) {
        append(made(draft, turn), turn);
    }

    /** What is not allowed is no lack of rights: it would be no lawful room. */
    private PduEvent made(EventDraft draft, RoomTurn turn) {
        try {
            return factory.make(draft, turn);
        } catch (MatrixException refusal) {
            throw refusal.errorCode() == ErrorCode.FORBIDDEN
                    ? MatrixException.of(400, ErrorCode.INVALID_ROOM_STATE, refusal.error())
                    : refusal;
        }
    }

    private static void append(PduEvent event, RoomTurn turn) {
        turn.append(event, turn.events().size(), Optional.empty(), Optional.empty());
    }

    /**
     * Up to version 11 the room's ID; from version 12 on only a stand-in until the create event's
     * hash is known.
     */
    private RoomId provisionalRoomId(RoomVersion version) {
        StringBuilder opaque = new StringBuilder("!");
        int length = version.has(Change.ROOM_ID_IS_CREATE_HASH) ? 43 : OPAQUE_LENGTH;
        for (int i = 0; i < length; i++) {
            opaque.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return RoomId.parse(
                version.has(Change.ROOM_ID_IS_CREATE_HASH)
                        ? opaque.toString()
                        : opaque + ":" + server.serverName());
    }

    /** The head of a room that has no events: there is no state, and it need not be loaded. */
    private static final class NewHead extends RoomHead {
        NewHead(RoomVersion version, RoomId roomId) {
            super(new RoomIdentity(NOT_YET, roomId, version), RoomExtent.EMPTY);
        }

        @Override
        public Optional<StateEvent> stateEvent(StateKeyTuple key) {
            return Optional.empty();
        }
    }
}
