package dev.ganglion.sync.unread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Unread counts by each user's own push rules, kept in memory for the rooms that users are being
 * sent and moved on with each event, so that a woken long poll counts nothing. A receipt, a new
 * membership, changed rules and changed lists of ignored users make the count start from scratch.
 */
@Service
public class UnreadCounts {
    private static final int IN_MEMORY = 500_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Countings countings;
    private final UnreadReader reader;
    private final Cache<RoomOfUser, Slot> cache =
            Caffeine.newBuilder()
                    .maximumWeight(IN_MEMORY)
                    .weigher((RoomOfUser key, Slot slot) -> slot.weight())
                    .expireAfterAccess(KEPT)
                    .build();

    UnreadCounts(Countings countings, UnreadReader reader, Receipts receipts, EventStream events) {
        this.countings = countings;
        this.reader = reader;
        receipts.onAppend(this::forgetRead);
        events.onAppend(this::forgetMembers);
    }

    /**
     * Equal to itself alone: what was put before a receipt came never replaces what is known after
     * it.
     */
    private static final class Slot {
        private final Optional<Counted> counted;

        Slot(Optional<Counted> counted) {
            this.counted = counted;
        }

        Optional<Counted> by(Basis basis) {
            return counted.filter(known -> known.basis().equals(basis));
        }

        /** A room with its threads is as much as that many rooms. */
        int weight() {
            return 1 + counted.map(known -> known.unread().threads().size()).orElse(0);
        }
    }

    /**
     * The counts as of a position.
     *
     * @param newEvents by the number of the room: the new events where they are in memory, else an
     *     empty list
     */
    public Mono<Map<Long, Unread>> of(
            UserId user, Map<Long, List<TimelineEvent>> newEvents, long upTo) {
        return count(
                user,
                newEvents.keySet(),
                upTo,
                (counting, room) -> movedOn(counting, room, newEvents));
    }

    /**
     * The same for whoever has no new events at hand, with all receipts taken in that this replica
     * has read.
     *
     * @param latest the positions of the rooms' last events, by the rooms' numbers
     */
    public Mono<Map<Long, Unread>> current(UserId user, Map<Long, Long> latest, long upTo) {
        return count(
                user,
                latest.keySet(),
                upTo,
                (counting, room) ->
                        slot(counting, room)
                                .flatMap(slot -> slot.by(counting.basis(room)))
                                .map(Counted::unread)
                                .filter(
                                        unread ->
                                                unread.position()
                                                        >= latest.getOrDefault(room, 0L)));
    }

    private Mono<Map<Long, Unread>> count(
            UserId user,
            Collection<Long> rooms,
            long upTo,
            BiFunction<Counting, Long, Optional<Unread>> fromMemory) {
        return countings
                .of(user, rooms)
                .flatMap(
                        counting -> {
                            Map<Long, Unread> known = new HashMap<>();
                            Map<Long, Basis> unknown = new HashMap<>();
                            for (long room : rooms) {
                                Basis basis = counting.basis(room);
                                Optional<Unread> unread =
                                        basis.way() == Basis.Way.NOTHING
                                                ? Optional.of(Unread.NOTHING)
                                                : fromMemory.apply(counting, room);
                                unread.ifPresentOrElse(
                                        found -> known.put(room, found),
                                        () -> unknown.put(room, basis));
                            }
                            return unknown.isEmpty()
                                    ? Mono.just(known)
                                    : fromScratch(user, unknown, upTo, known);
                        });
    }

    private Optional<Slot> slot(Counting counting, long room) {
        return Optional.ofNullable(cache.getIfPresent(new RoomOfUser(counting.user(), room)));
    }

    private Mono<Map<Long, Unread>> fromScratch(
            UserId user, Map<Long, Basis> rooms, long upTo, Map<Long, Unread> known) {
        Slot counting = new Slot(Optional.empty());
        rooms.keySet().forEach(room -> cache.put(new RoomOfUser(user, room), counting));
        return reader.count(user, rooms, upTo)
                .map(
                        found -> {
                            found.forEach(
                                    (room, counted) -> {
                                        replace(new RoomOfUser(user, room), counting, counted);
                                        known.put(room, counted.unread());
                                    });
                            return known;
                        });
    }

    private Optional<Unread> movedOn(
            Counting counting, long room, Map<Long, List<TimelineEvent>> newEvents) {
        List<TimelineEvent> events = newEvents.getOrDefault(room, List.of());
        return events.isEmpty()
                ? Optional.empty()
                : slot(counting, room).flatMap(slot -> movedOn(counting, room, slot, events));
    }

    private Optional<Unread> movedOn(
            Counting counting, long room, Slot slot, List<TimelineEvent> events) {
        Optional<Counted> now =
                slot.by(counting.basis(room))
                        .flatMap(
                                last ->
                                        last.unread()
                                                .after(
                                                        counting.judgement(room, last.name()),
                                                        events)
                                                .map(last::movedTo));
        now.ifPresent(moved -> replace(new RoomOfUser(counting.user(), room), slot, moved));
        return now.map(Counted::unread);
    }

    private void replace(RoomOfUser key, Slot before, Counted counted) {
        cache.asMap().replace(key, before, new Slot(Optional.of(counted)));
    }

    private void forgetRead(List<Receipt> batch) {
        batch.forEach(
                receipt -> cache.invalidate(new RoomOfUser(receipt.userId(), receipt.roomNid())));
    }

    private void forgetMembers(List<TimelineEvent> batch) {
        for (TimelineEvent event : batch) {
            if (event.isMember()) {
                UserId.tryParse(event.header().stateKey().orElseThrow())
                        .ifPresent(
                                user -> cache.invalidate(new RoomOfUser(user, event.room().nid())));
            }
        }
    }
}
