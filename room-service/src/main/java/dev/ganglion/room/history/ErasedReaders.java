package dev.ganglion.room.history;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out whose events somebody gets without what they say. As a rule that is known from memory
 * and from the memberships that were read anyway; of rooms that the reader went in and out of very
 * often it is looked up.
 */
@Component
class ErasedReaders {
    private final ErasedUsers erasedUsers;

    ErasedReaders(ErasedUsers erasedUsers) {
        this.erasedUsers = erasedUsers;
    }

    /** For a reader of each of the rooms. */
    Mono<Map<RoomIdentity, ErasedFor>> of(UserId reader, Map<RoomIdentity, RecentHistory> rooms) {
        long number = rooms.values().stream().mapToLong(RecentHistory::erasures).max().orElse(0);
        return erasedUsers
                .upTo(number)
                .flatMap(
                        erasures ->
                                erasures.isEmpty()
                                        ? Mono.just(inAll(rooms.keySet()))
                                        : inEach(reader, rooms, erasures));
    }

    private static Map<RoomIdentity, ErasedFor> inAll(Collection<RoomIdentity> rooms) {
        return rooms.stream().collect(Collectors.toMap(Function.identity(), _ -> ErasedFor.NOBODY));
    }

    private Mono<Map<RoomIdentity, ErasedFor>> inEach(
            UserId reader, Map<RoomIdentity, RecentHistory> rooms, Erasures erasures) {
        return erasedUsers
                .firstJoins(
                        reader,
                        rooms.entrySet().stream()
                                .filter(room -> room.getValue().firstJoin().isEmpty())
                                .map(room -> room.getKey().nid().value())
                                .toList())
                .map(
                        joins ->
                                rooms.keySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(),
                                                        room ->
                                                                erasures.joinedAt(
                                                                        firstJoin(
                                                                                room, rooms,
                                                                                joins)))));
    }

    private static long firstJoin(
            RoomIdentity room, Map<RoomIdentity, RecentHistory> rooms, Map<Long, Long> joins) {
        return Objects.requireNonNull(rooms.get(room))
                .firstJoin()
                .orElseGet(() -> joins.getOrDefault(room.nid().value(), Long.MAX_VALUE));
    }
}
