package dev.ganglion.sync.event;

import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Reads events out of the tables that room-service publishes. Every method is one query, however
 * many rooms it is about.
 */
@Component
public class EventReader {
    // Laterally, for otherwise all relations there are may be read at once.
    private static final String LATEST =
            """
            select %s, child.position is not null as is_parent
            from unnest(:rooms, :afters, :upTos, :limits) as w(room_nid, after, up_to, at_most)
            join rooms.room r on r.room_nid = w.room_nid
            cross join lateral (
                select x.*
                from rooms.event x
                where x.room_nid = w.room_nid and x.position > w.after and x.position <= w.up_to
                order by x.position desc
                limit w.at_most
            ) e
            %s
            left join lateral (
                select c.position
                from rooms.event_relation c
                where c.target_position = e.position and c.kind in ('e', 'r', 't')
                limit 1
            ) child on true
            order by e.position
            """
                    .formatted(EventRows.COLUMNS, EventRows.QUOTED);

    // Apart, for each of the three finds its rows by as much of the key as it names.
    private static final String CHOSEN =
            """
            with w as (
                select *
                from unnest(:rooms, :types, :keys, :hasMembers, :ats)
                    as w(room_nid, type, state_key, has_members, at)
            ), chosen as (
                select s.room_nid, s.event_position, s.type, s.word, s.valid_from, s.valid_to, w.at
                from w
                join rooms.room_state s
                  on s.room_nid = w.room_nid and s.type = w.type and s.state_key = w.state_key
                where w.type <> '*' and w.state_key <> '*'
                union all
                select s.room_nid, s.event_position, s.type, s.word, s.valid_from, s.valid_to, w.at
                from w
                join rooms.room_state s on s.room_nid = w.room_nid and s.type = w.type
                where w.type <> '*' and w.state_key = '*'
                union all
                select s.room_nid, s.event_position, s.type, s.word, s.valid_from, s.valid_to, w.at
                from w
                join rooms.room_state s
                  on s.room_nid = w.room_nid and (w.has_members or s.type <> 'm.room.member')
                 and (w.state_key = '*' or s.state_key = w.state_key)
                where w.type = '*'
            )
            select %s
            from (
                select distinct c.room_nid, c.event_position, c.type, c.word
                from chosen c
                where c.valid_from < c.at and (c.valid_to is null or c.valid_to >= c.at)
            ) s
            %s
            order by e.position
            """
                    .formatted(EventRows.STATE_COLUMNS, EventRows.OF_STATE);

    private final DatabaseClient database;
    private final ErasedUsers erasedUsers;

    /** Reads no event without knowing the erasures before it. */
    public EventReader(DatabaseClient database, ErasedUsers erasedUsers) {
        this.database = database;
        this.erasedUsers = erasedUsers;
    }

    /**
     * A stretch of a room: what came after {@code after}, up to and including {@code upTo}, at most
     * {@code limit} events.
     */
    public record Stretch(long roomNid, long after, long upTo, int limit) {}

    /**
     * State that is asked for: what holds right before {@code at}, unless it held at {@code since}
     * already.
     *
     * @param hasMembers whether memberships are part of it
     */
    public record StateSpan(long roomNid, long since, long at, boolean hasMembers) {}

    /**
     * An event of a stretch.
     *
     * @param isParent whether there are events that can be bundled with it
     */
    public record Found(TimelineEvent event, boolean isParent) {}

    /**
     * State of a type and key as it is right before a position.
     *
     * @param type {@code *} for any
     * @param stateKey {@code *} for any
     * @param hasMembers whether any type means memberships, too
     */
    public record ChosenState(
            long roomNid, String type, String stateKey, boolean hasMembers, long at) {}

    /** The membership of a user as it is right before a position. */
    public record MemberAt(long roomNid, String userId, long at) {}

    /**
     * The position of the last event; 0 when there is none. What was erased by then is known here
     * when this is answered.
     */
    public Mono<Long> lastPosition() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as position, %s as erasures
                        from rooms.event
                        """
                                .formatted(ErasedUsers.NUMBER))
                .map(row -> new Last(longOf(row, "position"), longOf(row, "erasures")))
                .one()
                .delayUntil(last -> erasedUsers.upTo(last.erasures()))
                .map(Last::position);
    }

    private record Last(long position, long erasures) {}

    private record Read(TimelineEvent event, long erasures) {}

    /**
     * The next events of all rooms. What was erased before the last of them is known here when they
     * are answered: nobody is seen to join before an erasure that came first. Relies on event's
     * primary key.
     */
    public Mono<List<TimelineEvent>> after(long position, int limit) {
        return database.sql(
                        """
                        select %s, %s as erasures
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        %s
                        where e.position > :position
                        order by e.position
                        limit :limit
                        """
                                .formatted(EventRows.COLUMNS, ErasedUsers.NUMBER, EventRows.QUOTED))
                .bind("position", position)
                .bind("limit", limit)
                .map(row -> new Read(EventRows.read(row), longOf(row, "erasures")))
                .all()
                .collectList()
                .delayUntil(this::erased)
                .map(read -> read.stream().map(Read::event).toList());
    }

    private Mono<Erasures> erased(List<Read> read) {
        return erasedUsers.upTo(read.stream().mapToLong(Read::erasures).max().orElse(0));
    }

    /** Those of the positions at which there is no event. Relies on event's primary key. */
    public Mono<Set<Long>> missing(Collection<Long> positions) {
        return database.sql(
                        """
                        select w.position
                        from unnest(:positions) as w(position)
                        where not exists (select 1 from rooms.event e where e.position = w.position)
                        """)
                .bind("positions", positions.toArray(Long[]::new))
                .map(row -> longOf(row, "position"))
                .all()
                .collect(Collectors.toSet());
    }

    /** The PDUs of events, by their positions. Relies on event's primary key. */
    public Mono<Map<Long, byte[]>> pdus(Collection<Long> positions) {
        return database.sql(
                        "select e.position, e.json from rooms.event e where e.position = any(:at)")
                .bind("at", positions.toArray(Long[]::new))
                .map(
                        row ->
                                Map.entry(
                                        longOf(row, "position"),
                                        Objects.requireNonNull(row.get("json", byte[].class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Events by ID; those that do not exist are left out. Relies on event_id_once. */
    public Mono<List<TimelineEvent>> byId(Collection<String> eventIds) {
        return database.sql(
                        """
                        select %s
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        %s
                        where e.event_id = any(:ids)
                        """
                                .formatted(EventRows.COLUMNS, EventRows.QUOTED))
                .bind("ids", eventIds.toArray(String[]::new))
                .map(EventRows::read)
                .all()
                .collectList();
    }

    /**
     * The last events of each stretch, in the order of the stream. Relies on event_in_room and
     * relation_of_target.
     */
    public Mono<List<Found>> latest(Collection<Stretch> stretches) {
        if (stretches.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(LATEST)
                .bind("rooms", longs(stretches, Stretch::roomNid))
                .bind("afters", longs(stretches, Stretch::after))
                .bind("upTos", longs(stretches, Stretch::upTo))
                .bind("limits", longs(stretches, Stretch::limit))
                .map(EventReader::found)
                .all()
                .collectList();
    }

    /**
     * The state of each span, in no order: of large rooms it would not fit into what PostgreSQL
     * sorts in memory. Relies on room_state_since.
     */
    public Mono<List<TimelineEvent>> state(Collection<StateSpan> spans) {
        if (spans.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(
                        """
                        select %s
                        from unnest(:rooms, :sinces, :ats, :hasMembers) as w(room_nid, since, at, has_members)
                        join rooms.room_state s
                          on s.room_nid = w.room_nid and s.valid_from > w.since and s.valid_from < w.at
                         and (s.valid_to is null or s.valid_to >= w.at)
                         and (w.has_members or s.type <> 'm.room.member')
                        %s
                        """
                                .formatted(EventRows.STATE_COLUMNS, EventRows.OF_STATE))
                .bind("rooms", longs(spans, StateSpan::roomNid))
                .bind("sinces", longs(spans, StateSpan::since))
                .bind("ats", longs(spans, StateSpan::at))
                .bind(
                        "hasMembers",
                        spans.stream().map(StateSpan::hasMembers).toArray(Boolean[]::new))
                .map(EventRows::read)
                .all()
                .collectList();
    }

    /**
     * Memberships by room and user, in no order; users without one are left out. Relies on
     * room_state's primary key.
     */
    public Mono<List<TimelineEvent>> members(Collection<MemberAt> members) {
        if (members.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(
                        """
                        select %s
                        from unnest(:rooms, :users, :ats) as w(room_nid, user_id, at)
                        join rooms.room_state s
                          on s.room_nid = w.room_nid and s.type = 'm.room.member' and s.state_key = w.user_id
                         and s.valid_from < w.at and (s.valid_to is null or s.valid_to >= w.at)
                        %s
                        """
                                .formatted(EventRows.STATE_COLUMNS, EventRows.OF_STATE))
                .bind("rooms", longs(members, MemberAt::roomNid))
                .bind("users", members.stream().map(MemberAt::userId).toArray(String[]::new))
                .bind("ats", longs(members, MemberAt::at))
                .map(EventRows::read)
                .all()
                .collectList();
    }

    /** All state that is chosen, each event once. Relies on room_state's primary key. */
    public Mono<List<TimelineEvent>> chosen(Collection<ChosenState> choices) {
        if (choices.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(CHOSEN)
                .bind("rooms", longs(choices, ChosenState::roomNid))
                .bind("types", choices.stream().map(ChosenState::type).toArray(String[]::new))
                .bind("keys", choices.stream().map(ChosenState::stateKey).toArray(String[]::new))
                .bind(
                        "hasMembers",
                        choices.stream().map(ChosenState::hasMembers).toArray(Boolean[]::new))
                .bind("ats", longs(choices, ChosenState::at))
                .map(EventRows::read)
                .all()
                .collectList();
    }

    private static Found found(Readable row) {
        return new Found(
                EventRows.read(row), Boolean.TRUE.equals(row.get("is_parent", Boolean.class)));
    }

    private static <T> Long[] longs(Collection<T> items, ToLongFunction<T> read) {
        return items.stream().mapToLong(read).boxed().toArray(Long[]::new);
    }

    private static long longOf(Readable row, String column) {
        Long value = row.get(column, Long.class);
        return value == null ? 0 : value;
    }
}
