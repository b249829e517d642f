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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return countings
                .of(user, newEvents.keySet())
                .flatMap(
                        counting -> {
                            Map<Long, Unread> known = new HashMap<>();
                            Map<Long, Basis> unknown = new HashMap<>();
                            counting.bases()
                                    .forEach(
                                            (room, basis) ->
                                                    fromMemory(counting, room, newEvents)
                                                            .ifPresentOrElse(
                                                                    unread ->
                                                                            known.put(room, unread),
                                                                    () ->
                                                                            unknown.put(
                                                                                    room, basis)));
                            return unknown.isEmpty()
                                    ? Mono.just(known)
                                    : fromScratch(user, unknown, upTo, known);
                        });
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

    private Optional<Unread> fromMemory(
            Counting counting, long room, Map<Long, List<TimelineEvent>> newEvents) {
        Basis basis = counting.basis(room);
        if (basis.way() == Basis.Way.NOTHING) {
            return Optional.of(Unread.NOTHING);
        }
        List<TimelineEvent> events = newEvents.getOrDefault(room, List.of());
        RoomOfUser key = new RoomOfUser(counting.user(), room);
        Slot slot = cache.getIfPresent(key);
        if (events.isEmpty() || slot == null) {
            return Optional.empty();
        }
        return slot.by(basis)
                .flatMap(
                        last ->
                                last.unread()
                                        .after(counting.judgement(room, last.name()), events)
                                        .map(last::movedTo))
                .map(
                        now -> {
                            replace(key, slot, now);
                            return now.unread();
                        });
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
