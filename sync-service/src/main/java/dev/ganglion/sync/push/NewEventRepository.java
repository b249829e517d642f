package dev.ganglion.sync.push;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads new events, and what push rules ask of their rooms. */
@Repository
class NewEventRepository {
    private final DatabaseClient database;

    NewEventRepository(DatabaseClient database) {
        this.database = database;
    }

    private record StateRow(long roomNid, PduEvent event) {}

    /**
     * The events of a range of the stream, without those of rooms where nobody has a pusher, of
     * erased senders, and those from before {@code since}, in milliseconds since 1970. Relies on
     * event's primary key.
     */
    Mono<List<NewEvent>> list(long after, long upTo, long since) {
        return database.sql(
                        """
                        select e.position, e.room_nid, r.room_version, e.event_id, e.json, h.joined_members
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        join rooms.room_head h on h.room_nid = e.room_nid
                        where e.position > :after and e.position <= :upTo
                          and e.redacted_by is null
                          and e.origin_server_ts >= :since
                          and not exists (select from rooms.erased_user u where u.user_id = e.sender)
                          and exists (
                              select
                              from rooms.room_member m
                              join sync.pusher p on p.user_id = m.user_id
                              where m.room_nid = e.room_nid and m.membership in ('join', 'invite')
                                and m.user_id <> e.sender)
                        order by e.position
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("since", since)
                .map(
                        row ->
                                new NewEvent(
                                        number(row, "position"),
                                        number(row, "room_nid"),
                                        event(row),
                                        number(row, "joined_members")))
                .all()
                .collectList();
    }

    /** By the rooms' numbers. Relies on room_state_current. */
    Mono<Map<Long, PowerLevels>> powerLevels(Collection<Long> rooms) {
        return database.sql(
                        """
                        select s.room_nid, r.room_version, e.event_id, e.json
                        from unnest(:rooms) as w(room_nid)
                        join rooms.room r on r.room_nid = w.room_nid
                        join rooms.room_state s
                          on s.room_nid = w.room_nid and s.type in ('m.room.create', 'm.room.power_levels')
                         and s.state_key = '' and s.valid_to is null
                        join rooms.event e on e.position = s.event_position
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .map(row -> new StateRow(number(row, "room_nid"), event(row)))
                .all()
                .collectMultimap(StateRow::roomNid, StateRow::event)
                .map(NewEventRepository::levels);
    }

    private static Map<Long, PowerLevels> levels(Map<Long, Collection<PduEvent>> states) {
        Map<Long, PowerLevels> levels = new HashMap<>();
        states.forEach(
                (room, state) -> {
                    if (state.stream().anyMatch(event -> event.is(EventTypes.CREATE))) {
                        levels.put(room, levelsOf(state));
                    }
                });
        return levels;
    }

    private static PowerLevels levelsOf(Collection<PduEvent> state) {
        Map<StateKeyTuple, PduEvent> byKey = new HashMap<>();
        state.forEach(event -> byKey.put(event.stateKeyTuple().orElseThrow(), event));
        AuthState authState = key -> Optional.ofNullable(byKey.get(key));
        return authState.powerLevels();
    }

    private static PduEvent event(Readable row) {
        return PduEvent.stored(
                RoomVersion.get(text(row, "room_version")),
                new EventId(text(row, "event_id")),
                Objects.requireNonNull(row.get("json", byte[].class)));
    }
}
