package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.sync.joinedrooms.RoomAccess;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.Following;
import dev.ganglion.sync.ring.RingLimits;

import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Receipts and their stream. What is answered is committed. */
@Service
public class Receipts {
    private static final RingLimits IN_MEMORY = new RingLimits(10_000, DataSize.ofMegabytes(16));

    private final ReceiptRepository repository;
    private final RoomAccess access;
    private final Clock clock;
    private final GroupCommit<Receipt, Receipt> writes;
    private final FollowedStream<Receipt> stream;
    private final StreamFollower following;

    Receipts(
            ReceiptRepository repository,
            ReceiptWriter writer,
            RoomAccess access,
            LongPolls polls,
            Bus bus,
            MeterRegistry metrics,
            Clock clock) {
        this.repository = repository;
        this.access = access;
        this.clock = clock;
        this.writes = new GroupCommit<>("receipts", GroupCommitSettings.DEFAULT, metrics, writer);
        this.stream = new FollowedStream<>(repository, IN_MEMORY);
        stream.onAppend(batch -> batch.forEach(receipt -> wake(polls, receipt)));
        this.following = Following.begin(Channel.RECEIPTS, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    /** Refuses rooms that the user is not in and events that the room does not have. */
    Mono<Void> set(RoomId roomId, UserId user, ReceiptType type, EventId event, String threadId) {
        return mustHave(roomId, user, event)
                .flatMap(
                        found ->
                                writes.submit(
                                        new Receipt(
                                                new Receipt.Key(
                                                        found.roomNid(),
                                                        user,
                                                        type.value(),
                                                        threadId),
                                                event.value(),
                                                found.position(),
                                                clock.millis(),
                                                0)))
                .then();
    }

    /** An event of a room, found. */
    record Found(long roomNid, long position) {}

    Mono<Found> mustHave(RoomId roomId, UserId user, EventId event) {
        return access.mustBeJoined(roomId, user)
                .flatMap(
                        room ->
                                repository
                                        .positionOf(room.nid(), event)
                                        .map(position -> new Found(room.nid(), position)))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("The room has no such event")));
    }

    /** Forgets what was read in rooms that are gone. */
    public Mono<Void> forgetRemovedRooms() {
        return repository.deleteOfRemovedRooms();
    }

    /** Tells of every receipt as it appears in the stream. Only while the service is set up. */
    public void onAppend(Consumer<List<Receipt>> listener) {
        stream.onAppend(listener);
    }

    /** Up to where receipts have been read. */
    public long position() {
        return stream.position();
    }

    /** Reads everything that is committed now. */
    public Mono<Void> catchUp() {
        return stream.catchUp();
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position);
    }

    /** New receipts that a reader is shown, if all of them are in memory. */
    public Optional<List<Receipt>> recent(
            long after, long upTo, LongPredicate isWanted, UserId reader) {
        return after >= upTo
                ? Optional.of(List.of())
                : stream.between(after, upTo).map(receipts -> shown(receipts, isWanted, reader));
    }

    /** Those of some rooms in which a user has read further after a position, from the database. */
    public Mono<Set<Long>> roomsReadBy(UserId user, Set<Long> rooms, long after, long upTo) {
        return repository.roomsReadBy(user, rooms, after, upTo);
    }

    /** The stream in memory has those too that were replaced since; the table has not. */
    private static List<Receipt> shown(
            List<Receipt> receipts, LongPredicate isWanted, UserId reader) {
        Map<Receipt.Key, Receipt> latest = new LinkedHashMap<>();
        receipts.stream()
                .filter(receipt -> isWanted.test(receipt.roomNid()) && receipt.isShownTo(reader))
                .forEach(receipt -> latest.put(receipt.key(), receipt));
        return List.copyOf(latest.values());
    }

    /**
     * Receipts of rooms that a reader is shown.
     *
     * @param after by the number of the room: 0 for all receipts of a room
     */
    public Mono<List<Receipt>> ofRooms(Map<Long, Long> after, long upTo, UserId reader) {
        return after.isEmpty() ? Mono.just(List.of()) : repository.ofRooms(after, upTo, reader);
    }

    private static void wake(LongPolls polls, Receipt receipt) {
        if (receipt.isPrivate()) {
            polls.wakeUser(receipt.userId());
        } else {
            polls.wakeRoom(receipt.roomNid());
        }
    }
}
