package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StrippedState;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.relation.Relation;
import dev.ganglion.room.persist.NewEvent.RedactionTarget;
import dev.ganglion.room.persist.NewEventRows.Row;

import io.r2dbc.spi.Connection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the redactions of a batch take away: the content of the event itself, and the copies of it
 * in other tables. The directory's copy follows by itself.
 */
final class RedactionRows {
    private final List<Redaction> redactions;

    private record Redaction(long roomNid, long position, RedactionTarget target) {
        PduEvent redacted() {
            return target.redacted();
        }

        boolean isOfMember() {
            return redacted().is(EventTypes.MEMBER) && redacted().isState();
        }

        boolean isOfRelation() {
            return Relation.of(target.original().content()).isPresent();
        }

        boolean isOfShownState() {
            return redacted().isState()
                    && (redacted().is(EventTypes.MEMBER)
                            || StrippedState.TYPES.contains(redacted().type()));
        }
    }

    private RedactionRows(List<Redaction> redactions) {
        this.redactions = redactions;
    }

    /** Empty when the batch redacts nothing. */
    static Optional<RedactionRows> of(List<Row> rows) {
        List<Redaction> redactions = rows.stream().flatMap(row -> redaction(row).stream()).toList();
        return redactions.isEmpty() ? Optional.empty() : Optional.of(new RedactionRows(redactions));
    }

    Mono<Void> update(Connection connection) {
        List<Mono<Void>> steps = new ArrayList<>();
        steps.add(redactEvents(connection));
        List<Redaction> members = redactions.stream().filter(Redaction::isOfMember).toList();
        if (!members.isEmpty()) {
            steps.add(clearProfiles(connection, members));
        }
        List<Redaction> shown = redactions.stream().filter(Redaction::isOfShownState).toList();
        if (!shown.isEmpty()) {
            steps.add(redactShownState(connection, shown));
        }
        List<String> related =
                redactions.stream()
                        .filter(Redaction::isOfRelation)
                        .map(RedactionRows::eventId)
                        .toList();
        if (!related.isEmpty()) {
            steps.add(RelationRemoval.remove(connection, related));
        }
        return Flux.concat(steps).then();
    }

    /** The content goes for good: what is stored becomes the redacted form. */
    private Mono<Void> redactEvents(Connection connection) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        update rooms.event e
                        set json = convert_to(n.json, 'UTF8'), redacted_by = n.position
                        from unnest($1::text[], $2::text[], $3::bigint[]) as n(event_id, json, position)
                        where e.event_id = n.event_id and e.redacted_by is null
                        """)
                        .bind("$1", Columns.texts(redactions, RedactionRows::eventId))
                        .bind("$2", Columns.texts(redactions, RedactionRows::redactedJson))
                        .bind("$3", Columns.longs(redactions, Redaction::position)));
    }

    /** Of members whose current event this is. Relies on event_id_once. */
    private static Mono<Void> clearProfiles(Connection connection, List<Redaction> members) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        update rooms.room_member m
                        set displayname = null, avatar_url = null
                        from unnest($1::text[]) as n(event_id)
                        join rooms.event e on e.event_id = n.event_id
                        where m.room_nid = e.room_nid and m.user_id = e.state_key
                          and m.event_position = e.position
                        """)
                        .bind("$1", Columns.texts(members, RedactionRows::eventId)));
    }

    /** What is shown holds no event IDs: an event is found in it by its own words. */
    private static Mono<Void> redactShownState(Connection connection, List<Redaction> shown) {
        return Flux.fromIterable(shown)
                .concatMap(redaction -> redactShownState(connection, redaction))
                .then();
    }

    private static Mono<Void> redactShownState(Connection connection, Redaction redaction) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        update rooms.invite_state
                        set stripped_state =
                            convert_to(replace(convert_from(stripped_state, 'UTF8'), $2::text, $3::text), 'UTF8')
                        where room_nid = $1 and position($2::text in convert_from(stripped_state, 'UTF8')) > 0
                        """)
                        .bind("$1", redaction.roomNid())
                        .bind("$2", stripped(redaction.target().original()))
                        .bind("$3", stripped(redaction.redacted())));
    }

    private static Optional<Redaction> redaction(Row row) {
        return row.event()
                .target()
                .map(target -> new Redaction(row.roomNid(), row.position(), target));
    }

    private static String eventId(Redaction redaction) {
        return redaction.redacted().eventId().value();
    }

    private static String redactedJson(Redaction redaction) {
        return new String(redaction.redacted().canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static String stripped(PduEvent event) {
        return CanonicalJson.encodeToString(StrippedState.of(event));
    }
}
