package dev.ganglion.room;

import static dev.ganglion.service.database.Rows.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthEventSelection;
import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.auth.AuthVerdict;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.event.ContentHash;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.Redaction;
import dev.ganglion.protocol.event.ReferenceHash;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.version.RoomVersion;

import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Goes through all events of a room in the order of their positions and checks what every server
 * would check: place in the graph, authorization, hashes and signature; then that the other tables
 * say the same as the events.
 */
public final class RoomAudit {
    private static final ServerName SERVER = ServerName.parse("test.local");

    private final DatabaseClient database;
    private final SigningKey key;
    private final AuthRules rules = new AuthRules((event, signer) -> signer.equals(SERVER));

    private RoomAudit(DatabaseClient database, SigningKey key) {
        this.database = database;
        this.key = key;
    }

    /** An audit of the rooms of the service whose settings these are. */
    public static RoomAudit of(DatabaseClient database, Environment environment) {
        try {
            Path key = Path.of(environment.getRequiredProperty("ganglion.signing-key-file"));
            return new RoomAudit(database, SigningKey.parse(Files.readString(key)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private record Row(long position, PduEvent event, boolean isRedacted) {}

    /** The IDs of the room's events in order, once all of them have passed. */
    public List<EventId> check(String room) {
        List<Row> rows = rows(room);
        Map<StateKeyTuple, PduEvent> state = new HashMap<>();
        Map<StateKeyTuple, Long> positions = new HashMap<>();
        Optional<PduEvent> previous = Optional.empty();
        for (Row row : rows) {
            checkPlace(row.event(), previous);
            checkAuthorization(row.event(), state);
            checkSignature(row);
            row.event()
                    .stateKeyTuple()
                    .ifPresent(
                            tuple -> {
                                state.put(tuple, row.event());
                                positions.put(tuple, row.position());
                            });
            previous = Optional.of(row.event());
        }
        checkState(room, positions);
        checkHead(room, rows);
        checkMembers(room, state);
        return rows.stream().map(row -> row.event().eventId()).toList();
    }

    private static void checkPlace(PduEvent event, Optional<PduEvent> previous) {
        assertThat(event.prevEvents())
                .as("prev_events of %s: the room is one line", event)
                .isEqualTo(previous.map(PduEvent::eventId).stream().toList());
        assertThat(event.depth())
                .as("depth of %s", event)
                .isEqualTo(previous.map(PduEvent::depth).orElse(0L) + 1);
    }

    private void checkAuthorization(PduEvent event, Map<StateKeyTuple, PduEvent> state) {
        AuthState before = tuple -> Optional.ofNullable(state.get(tuple));
        List<EventId> expected =
                AuthEventSelection.keysFor(
                                event.type(),
                                event.sender(),
                                event.stateKey(),
                                event.content(),
                                event.roomVersion())
                        .stream()
                        .flatMap(tuple -> before.get(tuple).stream())
                        .map(PduEvent::eventId)
                        .toList();
        assertThat(event.authEvents())
                .as("auth_events of %s", event)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rules.check(event, before))
                .as("verdict on %s", event)
                .isInstanceOf(AuthVerdict.Allowed.class);
    }

    private void checkSignature(Row row) {
        PduEvent event = row.event();
        RoomVersion version = event.roomVersion();
        assertThat(ReferenceHash.eventId(event.json(), version))
                .as("ID of %s", event)
                .isEqualTo(event.eventId());
        assertThat(row.isRedacted() || ContentHash.matches(event.json()))
                .as("content hash of %s", event)
                .isTrue();
        assertThat(
                        JsonSignatures.verify(
                                Redaction.redact(event.json(), version),
                                SERVER.value(),
                                key.id(),
                                key.verifyKey()))
                .as("signature of %s", event)
                .isTrue();
    }

    private void checkState(String room, Map<StateKeyTuple, Long> expected) {
        Map<StateKeyTuple, Long> current =
                database.sql(
                                """
                        select s.type, s.state_key, s.event_position
                        from rooms.room_state s
                        join rooms.room r on r.room_nid = s.room_nid
                        where r.room_id = :room and s.valid_to is null
                        """)
                        .bind("room", room)
                        .map(
                                row ->
                                        Map.entry(
                                                new StateKeyTuple(
                                                        text(row, "type"), text(row, "state_key")),
                                                Objects.requireNonNull(
                                                        row.get("event_position", Long.class))))
                        .all()
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                        .block();
        assertThat(current).as("current state of %s", room).isEqualTo(expected);
    }

    private void checkHead(String room, List<Row> rows) {
        Row last = rows.getLast();
        database.sql(
                        """
                        select h.depth, h.forward_extremities, h.latest_position
                        from rooms.room_head h
                        join rooms.room r on r.room_nid = h.room_nid
                        where r.room_id = :room
                        """)
                .bind("room", room)
                .map(
                        row -> {
                            assertThat(row.get("latest_position", Long.class))
                                    .isEqualTo(last.position());
                            assertThat(row.get("depth", Long.class))
                                    .isEqualTo(last.event().depth());
                            assertThat(row.get("forward_extremities", String[].class))
                                    .containsExactly(last.event().eventId().value());
                            return true;
                        })
                .one()
                .block();
    }

    private void checkMembers(String room, Map<StateKeyTuple, PduEvent> state) {
        long joined =
                state.values().stream()
                        .filter(event -> event.is(EventTypes.MEMBER))
                        .filter(event -> Membership.of(event).equals(Optional.of(Membership.JOIN)))
                        .count();
        database.sql(
                        """
                        select h.joined_members,
                               (select count(*)
                                from rooms.room_member m
                                where m.room_nid = h.room_nid and m.membership = 'join') as joined
                        from rooms.room_head h
                        join rooms.room r on r.room_nid = h.room_nid
                        where r.room_id = :room
                        """)
                .bind("room", room)
                .map(
                        row -> {
                            assertThat(row.get("joined_members", Long.class)).isEqualTo(joined);
                            assertThat(row.get("joined", Long.class)).isEqualTo(joined);
                            return true;
                        })
                .one()
                .block();
    }

    private List<Row> rows(String room) {
        return Objects.requireNonNull(
                database.sql(
                                """
                        select e.position, e.event_id, e.json, e.redacted_by, r.room_version
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        where r.room_id = :room
                        order by e.position
                        """)
                        .bind("room", room)
                        .map(
                                row ->
                                        new Row(
                                                Objects.requireNonNull(
                                                        row.get("position", Long.class)),
                                                PduEvent.stored(
                                                        RoomVersion.get(text(row, "room_version")),
                                                        EventId.parse(text(row, "event_id")),
                                                        Objects.requireNonNull(
                                                                row.get("json", byte[].class))),
                                                row.get("redacted_by") != null))
                        .all()
                        .collectList()
                        .block());
    }
}
