package dev.ganglion.room.persist;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.room.persist.NewEvent.MemberRow;
import dev.ganglion.room.persist.NewEventRows.Row;

import io.r2dbc.spi.Connection;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state that a batch changes: rows of {@code room_state} closed and opened, memberships, what
 * invited users see.
 */
final class StateRows {
    private final List<Interval> intervals;
    private final Map<Key, Interval> firstOfKey;
    private final Collection<Member> members;

    private record Key(long roomNid, StateKeyTuple tuple) {}

    private record Member(long roomNid, long position, MemberRow row) {}

    /**
     * A state event's time: until the next of the same key in the batch, or open.
     *
     * @param word what the event says, where that decides what members may read
     */
    private record Interval(Key key, long from, @Nullable Long to, @Nullable String word) {}

    private StateRows(
            List<Interval> intervals, Map<Key, Interval> firstOfKey, Collection<Member> members) {
        this.intervals = intervals;
        this.firstOfKey = firstOfKey;
        this.members = members;
    }

    /** Empty when the batch holds no state event. */
    static Optional<StateRows> of(List<Row> rows) {
        Map<Key, Long> next = new HashMap<>();
        Map<Key, Interval> first = new LinkedHashMap<>();
        List<Interval> intervals = new ArrayList<>();
        Map<Key, Member> members = new LinkedHashMap<>();
        for (Row row : rows.reversed()) {
            row.event()
                    .stateKey()
                    .map(tuple -> new Key(row.roomNid(), tuple))
                    .ifPresent(
                            key -> {
                                Interval interval =
                                        new Interval(
                                                key,
                                                row.position(),
                                                next.put(key, row.position()),
                                                word(row.event().event()));
                                intervals.add(interval);
                                first.put(key, interval);
                                row.event()
                                        .membership()
                                        .ifPresent(
                                                member ->
                                                        members.putIfAbsent(
                                                                key,
                                                                new Member(
                                                                        row.roomNid(),
                                                                        row.position(),
                                                                        member)));
                            });
        }
        return intervals.isEmpty()
                ? Optional.empty()
                : Optional.of(new StateRows(intervals, first, members.values()));
    }

    Mono<Void> insert(Connection connection) {
        List<Mono<Void>> steps = new ArrayList<>();
        steps.add(closeReplaced(connection));
        steps.add(open(connection));
        if (!members.isEmpty()) {
            steps.add(upsertMembers(connection));
            steps.add(forgetShownState(connection));
            steps.add(keepShownState(connection));
        }
        return Flux.concat(steps).then();
    }

    /** Relies on room_state_current. */
    private Mono<Void> closeReplaced(Connection connection) {
        Collection<Interval> firsts = firstOfKey.values();
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        update rooms.room_state s
                        set valid_to = n.valid_to
                        from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
                             as n(room_nid, type, state_key, valid_to)
                        where s.room_nid = n.room_nid and s.type = n.type and s.state_key = n.state_key
                          and s.valid_to is null
                        """)
                        .bind("$1", Columns.longs(firsts, interval -> interval.key().roomNid()))
                        .bind(
                                "$2",
                                Columns.texts(firsts, interval -> interval.key().tuple().type()))
                        .bind(
                                "$3",
                                Columns.texts(
                                        firsts, interval -> interval.key().tuple().stateKey()))
                        .bind("$4", Columns.longs(firsts, Interval::from)));
    }

    private Mono<Void> open(Connection connection) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        insert into rooms.room_state
                            (room_nid, type, state_key, event_position, valid_from, valid_to, word)
                        select n.room_nid, n.type, n.state_key, n.position, n.position, n.valid_to, n.word
                        from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
                             as n(room_nid, type, state_key, position, valid_to, word)
                        """)
                        .bind("$1", Columns.longs(intervals, interval -> interval.key().roomNid()))
                        .bind(
                                "$2",
                                Columns.texts(intervals, interval -> interval.key().tuple().type()))
                        .bind(
                                "$3",
                                Columns.texts(
                                        intervals, interval -> interval.key().tuple().stateKey()))
                        .bind("$4", Columns.longs(intervals, Interval::from))
                        .bind("$5", Columns.longs(intervals, Interval::to))
                        .bind("$6", Columns.texts(intervals, Interval::word)));
    }

    private Mono<Void> upsertMembers(Connection connection) {
        return NewEventRows.run(
                connection
                        .createStatement(
                                """
                        insert into rooms.room_member
                            (room_nid, user_id, membership, event_position, displayname, avatar_url)
                        select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])
                        on conflict (room_nid, user_id) do update
                        set membership = excluded.membership,
                            event_position = excluded.event_position,
                            displayname = excluded.displayname,
                            avatar_url = excluded.avatar_url,
                            is_forgotten = false
                        """)
                        .bind("$1", Columns.longs(members, Member::roomNid))
                        .bind("$2", Columns.texts(members, member -> member.row().userId()))
                        .bind(
                                "$3",
                                Columns.texts(members, member -> member.row().membership().value()))
                        .bind("$4", Columns.longs(members, Member::position))
                        .bind(
                                "$5",
                                Columns.texts(
                                        members, member -> member.row().displayname().orElse(null)))
                        .bind(
                                "$6",
                                Columns.texts(
                                        members, member -> member.row().avatarUrl().orElse(null))));
    }

    private Mono<Void> forgetShownState(Connection connection) {
        List<Member> settled =
                members.stream()
                        .filter(
                                member ->
                                        member.row().membership() != Membership.INVITE
                                                && member.row().membership() != Membership.KNOCK)
                        .toList();
        return settled.isEmpty()
                ? Mono.empty()
                : NewEventRows.run(
                        connection
                                .createStatement(
                                        """
                                delete from rooms.invite_state i
                                using unnest($1::bigint[], $2::text[]) as n(room_nid, user_id)
                                where i.room_nid = n.room_nid and i.user_id = n.user_id
                                """)
                                .bind("$1", Columns.longs(settled, Member::roomNid))
                                .bind(
                                        "$2",
                                        Columns.texts(settled, member -> member.row().userId())));
    }

    private Mono<Void> keepShownState(Connection connection) {
        List<Member> outside =
                members.stream().filter(member -> member.row().shownState().isPresent()).toList();
        return outside.isEmpty()
                ? Mono.empty()
                : NewEventRows.run(
                        connection
                                .createStatement(
                                        """
                                insert into rooms.invite_state (room_nid, user_id, stripped_state)
                                select n.room_nid, n.user_id, convert_to(n.stripped_state, 'UTF8')
                                from unnest($1::bigint[], $2::text[], $3::text[])
                                     as n(room_nid, user_id, stripped_state)
                                on conflict (room_nid, user_id) do update
                                set stripped_state = excluded.stripped_state
                                """)
                                .bind("$1", Columns.longs(outside, Member::roomNid))
                                .bind("$2", Columns.texts(outside, member -> member.row().userId()))
                                .bind(
                                        "$3",
                                        Columns.texts(
                                                outside,
                                                member ->
                                                        text(
                                                                member.row()
                                                                        .shownState()
                                                                        .orElseThrow()))));
    }

    /** The same as {@code rooms.word_of_state} finds. */
    private static @Nullable String word(PduEvent event) {
        return switch (event.type()) {
            case EventTypes.MEMBER -> Membership.of(event).orElse(Membership.LEAVE).value();
            case EventTypes.HISTORY_VISIBILITY -> HistoryVisibility.of(event).value();
            default -> null;
        };
    }

    private static String text(JsonArray array) {
        return CanonicalJson.encodeToString(array);
    }
}
