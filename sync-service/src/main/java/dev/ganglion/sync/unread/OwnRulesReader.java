package dev.ganglion.sync.unread;

import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.RoomMember;
import dev.ganglion.sync.pushrules.EventRules;
import dev.ganglion.sync.pushrules.KnownRoom;
import dev.ganglion.sync.pushrules.KnownRooms;
import dev.ganglion.sync.unread.OwnRulesRepository.Event;
import dev.ganglion.sync.unread.OwnRulesRepository.Row;
import dev.ganglion.sync.unread.UnreadReader.Asked;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts from scratch by users' own rules: of each room the latest events. One is looked at after
 * another as the database gives them, so that many rooms take no more memory than one.
 */
@Component
class OwnRulesReader {
    /** So many rooms are read in one statement, and the next ones after it. */
    private static final int MAX_ROOMS = 200;

    private static final int MAX_EVENTS_OF_ROOM = 300;
    private static final int MIN_EVENTS_OF_ROOM = 30;

    /** An event takes 30 microseconds with a few keywords, and 300 with as many as there may be. */
    private static final int EVENTS_AT_ONCE = 10_000;

    private final OwnRulesRepository repository;
    private final KnownRooms rooms;

    OwnRulesReader(OwnRulesRepository repository, KnownRooms rooms) {
        this.repository = repository;
        this.rooms = rooms;
    }

    Mono<Map<RoomOfUser, Counted>> count(Map<RoomOfUser, Asked> asked) {
        return Flux.fromIterable(asked.entrySet())
                .buffer(MAX_ROOMS)
                .concatMap(some -> query(some, limit(asked.size())))
                .reduceWith(
                        HashMap::new,
                        (Map<RoomOfUser, Counted> all, Map<RoomOfUser, Counted> some) -> {
                            all.putAll(some);
                            return all;
                        });
    }

    /** How many events of each room are looked at: of many rooms fewer. */
    static int limit(int rooms) {
        return Math.clamp(EVENTS_AT_ONCE / rooms, MIN_EVENTS_OF_ROOM, MAX_EVENTS_OF_ROOM);
    }

    private Mono<Map<RoomOfUser, Counted>> query(
            List<Map.Entry<RoomOfUser, Asked>> asked, int limit) {
        Map<RoomOfUser, Basis> bases = new HashMap<>();
        asked.forEach(each -> bases.put(each.getKey(), each.getValue().basis()));
        return rooms.of(asked.stream().map(each -> each.getKey().roomNid()).distinct().toList())
                .flatMap(
                        known ->
                                repository
                                        .latest(still(asked, known), limit)
                                        .publishOn(Schedulers.boundedElastic())
                                        .reduceWith(
                                                HashMap::new,
                                                (Map<RoomOfUser, Counted> all, Row row) ->
                                                        with(all, row, bases, known)));
    }

    /** Without rooms that have gone meanwhile. */
    private static List<Map.Entry<RoomOfUser, Asked>> still(
            List<Map.Entry<RoomOfUser, Asked>> asked, Map<Long, KnownRoom> known) {
        return asked.stream().filter(each -> known.containsKey(each.getKey().roomNid())).toList();
    }

    private static Map<RoomOfUser, Counted> with(
            Map<RoomOfUser, Counted> all,
            Row row,
            Map<RoomOfUser, Basis> bases,
            Map<Long, KnownRoom> rooms) {
        Basis basis = Objects.requireNonNull(bases.get(row.key()));
        KnownRoom room = Objects.requireNonNull(rooms.get(row.key().roomNid()));
        Counted before = all.getOrDefault(row.key(), new Counted(row.nothing(), basis, row.name()));
        Unread now =
                row.event()
                        .filter(row::isUnread)
                        .map(event -> with(before, event, count(event, row, basis, room)))
                        .orElse(before.unread());
        all.put(row.key(), before.movedTo(now));
        return all;
    }

    private static Unread with(Counted before, Event event, Count more) {
        return before.unread().with(event.thread(), more);
    }

    private static Count count(Event event, Row row, Basis basis, KnownRoom room) {
        if (basis.ignored().contains(event.sender())) {
            return Count.NONE;
        }
        PushActions actions =
                EventRules.at(event.json().bytes(), room.id().value(), room, event.sender())
                        .of(new RoomMember(row.key().user(), row.name(), basis.rules()));
        return Count.of(actions.notifies(), actions.highlights());
    }
}
