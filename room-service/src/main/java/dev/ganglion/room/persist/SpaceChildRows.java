package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.persist.NewEventRows.Row;

import io.r2dbc.spi.Connection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The children of spaces that a batch adds, changes and takes away. Client-server API, "Ordering of
 * children within a space".
 */
final class SpaceChildRows {
    /** Sorts after every valid order. */
    private static final String NO_ORDER = "\u007f";

    private static final int MAX_ORDER_LENGTH = 50;

    private final Collection<Child> changed;
    private final List<String> redacted;

    private record Key(long roomNid, String childId) {}

    private record Child(Key key, long position, PduEvent event) {
        /** Without somewhere to join through the room is no child of the space. */
        boolean isValid() {
            JsonArray via = content().array("via").orElse(JsonArray.EMPTY);
            return via.size() > 0
                    && via.values().stream().allMatch(server -> server instanceof JsonString);
        }

        String order() {
            return content().string("order").filter(Child::isOrder).orElse(NO_ORDER);
        }

        boolean isSuggested() {
            return content().bool("suggested").orElse(false);
        }

        private JsonObject content() {
            return event.content();
        }

        private static boolean isOrder(String text) {
            return !text.isEmpty()
                    && text.length() <= MAX_ORDER_LENGTH
                    && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        }
    }

    private SpaceChildRows(Collection<Child> changed, List<String> redacted) {
        this.changed = changed;
        this.redacted = redacted;
    }

    /** Empty when the batch changes no child. */
    static Optional<SpaceChildRows> of(List<Row> rows) {
        Map<Key, Child> changed = new LinkedHashMap<>();
        List<String> redacted = new ArrayList<>();
        for (Row row : rows) {
            PduEvent event = row.event().event();
            if (event.is(EventTypes.SPACE_CHILD) && event.isState()) {
                Key key = new Key(row.roomNid(), event.stateKey().orElseThrow());
                changed.put(key, new Child(key, row.position(), event));
            }
            row.event()
                    .target()
                    .filter(target -> target.redacted().is(EventTypes.SPACE_CHILD))
                    .ifPresent(target -> redacted.add(target.redacted().eventId().value()));
        }
        return changed.isEmpty() && redacted.isEmpty()
                ? Optional.empty()
                : Optional.of(new SpaceChildRows(changed.values(), redacted));
    }

    Mono<Void> write(Connection connection) {
        List<Child> valid = changed.stream().filter(Child::isValid).toList();
        List<Child> invalid = changed.stream().filter(child -> !child.isValid()).toList();
        List<Mono<Void>> steps = new ArrayList<>();
        if (!valid.isEmpty()) {
            steps.add(upsert(connection, valid));
        }
        if (!invalid.isEmpty()) {
            steps.add(delete(connection, invalid));
        }
        if (!redacted.isEmpty()) {
            steps.add(deleteRedacted(connection));
        }
        return Flux.concat(steps).then();
    }

    private static Mono<Void> upsert(Connection connection, List<Child> children) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        insert into rooms.space_child
                            (room_nid, child_id, child_order, origin_server_ts, is_suggested, event_position)
                        select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::boolean[], $6::bigint[])
                        on conflict (room_nid, child_id) do update
                        set child_order = excluded.child_order,
                            origin_server_ts = excluded.origin_server_ts,
                            is_suggested = excluded.is_suggested,
                            event_position = excluded.event_position
                        """)
                        .bind("$1", Columns.longs(children, child -> child.key().roomNid()))
                        .bind("$2", Columns.texts(children, child -> child.key().childId()))
                        .bind("$3", Columns.texts(children, Child::order))
                        .bind(
                                "$4",
                                Columns.longs(children, child -> child.event().originServerTs()))
                        .bind(
                                "$5",
                                children.stream().map(Child::isSuggested).toArray(Boolean[]::new))
                        .bind("$6", Columns.longs(children, Child::position)));
    }

    private static Mono<Void> delete(Connection connection, List<Child> children) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        delete from rooms.space_child c
                        using unnest($1::bigint[], $2::text[]) as n(room_nid, child_id)
                        where c.room_nid = n.room_nid and c.child_id = n.child_id
                        """)
                        .bind("$1", Columns.longs(children, child -> child.key().roomNid()))
                        .bind("$2", Columns.texts(children, child -> child.key().childId())));
    }

    /** A redaction leaves no via. Relies on event_id_once. */
    private Mono<Void> deleteRedacted(Connection connection) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        delete from rooms.space_child c
                        using rooms.event e
                        where e.event_id = any($1::text[])
                          and c.room_nid = e.room_nid and c.child_id = e.state_key
                          and c.event_position = e.position
                        """)
                        .bind("$1", redacted.toArray(String[]::new)));
    }
}
