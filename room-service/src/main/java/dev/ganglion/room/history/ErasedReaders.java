package dev.ganglion.room.history;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        return erasedUsers.upTo(number).flatMap(erasures -> of(reader, rooms, erasures));
    }

    private Mono<Map<RoomIdentity, ErasedFor>> of(
            UserId reader, Map<RoomIdentity, RecentHistory> rooms, Erasures erasures) {
        return erasedUsers
                .readBy(reader, withoutFirstJoin(rooms, erasures), erasures)
                .map(lookedUp -> all(rooms, erasures, lookedUp));
    }

    private static List<Long> withoutFirstJoin(
            Map<RoomIdentity, RecentHistory> rooms, Erasures erasures) {
        return rooms.entrySet().stream()
                .filter(room -> !erasures.isEmpty() && room.getValue().firstJoin().isEmpty())
                .map(room -> room.getKey().nid().value())
                .toList();
    }

    private static Map<RoomIdentity, ErasedFor> all(
            Map<RoomIdentity, RecentHistory> rooms,
            Erasures erasures,
            Map<Long, ErasedFor> lookedUp) {
        Map<RoomIdentity, ErasedFor> all = new HashMap<>();
        rooms.forEach(
                (room, history) ->
                        all.put(
                                room,
                                lookedUp.getOrDefault(
                                        room.nid().value(),
                                        erasures.joinedAt(
                                                history.firstJoin().orElse(Long.MAX_VALUE)))));
        return all;
    }
}
