package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.auth.AuthVerdict;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.ReferenceHash;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.StoredRooms;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks what is left of a room after a purge: every event is what it was and rests on events that
 * are there, and no table points to what is gone. The graph itself has gaps.
 */
public final class PurgedRoomAudit {
    private static final ServerName SERVER = ServerName.parse("test.local");

    private final DatabaseClient database;
    private final AuthRules rules = new AuthRules((event, signer) -> signer.equals(SERVER));

    public PurgedRoomAudit(DatabaseClient database) {
        this.database = database;
    }

    /** What is left, in order, once all of it has passed. */
    public List<PduEvent> check(String room) {
        List<PduEvent> events = events(room);
        Map<EventId, PduEvent> known = new HashMap<>();
        for (PduEvent event : events) {
            assertThat(ReferenceHash.eventId(event.json(), event.roomVersion()))
                    .as("ID of %s", event)
                    .isEqualTo(event.eventId());
            checkAuthorization(event, known);
            known.put(event.eventId(), event);
        }
        assertThat(new StoredRooms(database).number(DANGLING, room))
                .as("rows of %s that point nowhere", room)
                .isZero();
        assertThat(new StoredRooms(database).number(ENDS, room))
                .as("ends of the graph of %s", room)
                .isEqualTo(1);
        return events;
    }

    /** On nothing but the events that it names itself: all of them have to be there. */
    private void checkAuthorization(PduEvent event, Map<EventId, PduEvent> known) {
        Map<StateKeyTuple, PduEvent> named = new HashMap<>();
        // From room version 12 on the create event is named by the room's ID alone.
        known.values().stream()
                .filter(create -> create.is(EventTypes.CREATE))
                .forEach(create -> named.put(StateKeyTuple.CREATE, create));
        for (EventId id : event.authEvents()) {
            PduEvent auth = known.get(id);
            assertThat(auth).as("%s, which %s rests on", id, event).isNotNull();
            named.put(Objects.requireNonNull(auth).stateKeyTuple().orElseThrow(), auth);
        }
        assertThat(rules.check(event, tuple -> Optional.ofNullable(named.get(tuple))))
                .as("verdict on %s", event)
                .isInstanceOf(AuthVerdict.Allowed.class);
    }

    private static final String DANGLING =
            """
            select count(*) as number
            from (
                select s.event_position as target
                from rooms.room_state s join rooms.room r using (room_nid)
                where r.room_id = :id
                union all
                select m.event_position
                from rooms.room_member m join rooms.room r using (room_nid)
                where r.room_id = :id
                union all
                select m.position
                from rooms.event_mention m join rooms.room r using (room_nid)
                where r.room_id = :id
                union all
                select unnest(array[e.redacted_by, e.replaced_state_position])
                from rooms.event e join rooms.room r using (room_nid)
                where r.room_id = :id
            ) links
            where target is not null
              and not exists (select 1 from rooms.event e where e.position = links.target)
            """;

    private static final String ENDS =
            """
            select count(*) as number
            from rooms.event e
            join rooms.room r using (room_nid)
            join rooms.room_head h using (room_nid)
            where r.room_id = :id and e.event_id = any(h.forward_extremities)
              and e.position = h.latest_position
            """;

    private List<PduEvent> events(String room) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select e.event_id, e.json, r.room_version
                                from rooms.event e
                                join rooms.room r using (room_nid)
                                where r.room_id = :room
                                order by e.position
                                """)
                        .bind("room", room)
                        .map(PurgedRoomAudit::event)
                        .all()
                        .collectList()
                        .block());
    }

    private static PduEvent event(Readable row) {
        return PduEvent.stored(
                RoomVersion.get(Objects.requireNonNull(row.get("room_version", String.class))),
                EventId.parse(Objects.requireNonNull(row.get("event_id", String.class))),
                Objects.requireNonNull(row.get("json", byte[].class)));
    }
}
