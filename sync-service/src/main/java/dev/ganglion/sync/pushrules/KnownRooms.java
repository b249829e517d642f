package dev.ganglion.sync.pushrules;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.ring.EventStream;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rules ask of rooms, remembered until members or power levels change. */
@Component
public class KnownRooms {
    private static final int IN_MEMORY = 100_000;
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Set<String> CHANGING =
            Set.of(EventTypes.MEMBER, EventTypes.POWER_LEVELS, EventTypes.CREATE);

    private final DatabaseClient database;
    private final Cache<Long, Slot> cache =
            Caffeine.newBuilder().maximumSize(IN_MEMORY).expireAfterAccess(KEPT).build();

    KnownRooms(DatabaseClient database, EventStream events) {
        this.database = database;
        events.onAppend(this::forget);
    }

    /** Equal to itself alone: what was read before a change never replaces what came after. */
    private static final class Slot {
        private final Optional<KnownRoom> room;

        Slot(Optional<KnownRoom> room) {
            this.room = room;
        }
    }

    private record Row(long roomNid, RoomId roomId, long members, Optional<PduEvent> event) {}

    /**
     * By the rooms' numbers; those that are gone are left out. One query for all that are not in
     * memory.
     */
    public Mono<Map<Long, KnownRoom>> of(Collection<Long> rooms) {
        Map<Long, KnownRoom> known = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        for (long room : rooms) {
            Optional.ofNullable(cache.getIfPresent(room))
                    .flatMap(slot -> slot.room)
                    .ifPresentOrElse(found -> known.put(room, found), () -> unknown.add(room));
        }
        return unknown.isEmpty() ? Mono.just(known) : load(unknown, known);
    }

    private Mono<Map<Long, KnownRoom>> load(List<Long> unknown, Map<Long, KnownRoom> known) {
        Slot loading = new Slot(Optional.empty());
        unknown.forEach(room -> cache.put(room, loading));
        return read(unknown)
                .map(
                        found -> {
                            found.forEach(
                                    (room, read) ->
                                            cache.asMap()
                                                    .replace(
                                                            room,
                                                            loading,
                                                            new Slot(Optional.of(read))));
                            known.putAll(found);
                            return known;
                        });
    }

    /** Relies on room_state_current and the key of room_head. */
    private Mono<Map<Long, KnownRoom>> read(List<Long> rooms) {
        return database.sql(
                        """
                        select r.room_nid, r.room_id, r.room_version, h.joined_members, e.event_id, e.json
                        from unnest(:rooms) as w(room_nid)
                        join rooms.room r on r.room_nid = w.room_nid
                        join rooms.room_head h on h.room_nid = w.room_nid
                        left join rooms.room_state s
                          on s.room_nid = w.room_nid and s.type in ('m.room.create', 'm.room.power_levels')
                         and s.state_key = '' and s.valid_to is null
                        left join rooms.event e on e.position = s.event_position
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .map(KnownRooms::row)
                .all()
                .collectMultimap(Row::roomNid)
                .map(KnownRooms::rooms);
    }

    private static Row row(Readable row) {
        byte[] json = row.get("json", byte[].class);
        return new Row(
                number(row, "room_nid"),
                new RoomId(text(row, "room_id")),
                number(row, "joined_members"),
                json == null
                        ? Optional.empty()
                        : Optional.of(
                                PduEvent.stored(
                                        RoomVersion.get(text(row, "room_version")),
                                        new EventId(text(row, "event_id")),
                                        json)));
    }

    private static Map<Long, KnownRoom> rooms(Map<Long, Collection<Row>> rows) {
        Map<Long, KnownRoom> rooms = new HashMap<>();
        rows.forEach((room, ofRoom) -> rooms.put(room, room(ofRoom)));
        return rooms;
    }

    private static KnownRoom room(Collection<Row> rows) {
        Map<StateKeyTuple, PduEvent> state = new HashMap<>();
        rows.stream()
                .flatMap(row -> row.event().stream())
                .forEach(event -> state.put(event.stateKeyTuple().orElseThrow(), event));
        AuthState authState = key -> Optional.ofNullable(state.get(key));
        boolean hasBeginning =
                state.values().stream().anyMatch(event -> event.is(EventTypes.CREATE));
        Row any = rows.iterator().next();
        return new KnownRoom(
                any.roomId(),
                any.members(),
                hasBeginning ? Optional.of(authState.powerLevels()) : Optional.empty());
    }

    private void forget(List<TimelineEvent> batch) {
        for (TimelineEvent event : batch) {
            if (event.isState() && CHANGING.contains(event.header().type())) {
                cache.invalidate(event.room().nid());
            }
        }
    }
}
