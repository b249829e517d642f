package dev.ganglion.service.erasure;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All erased users of the server, in memory. There is no timer: whoever reads memberships selects
 * {@link #NUMBER} with them, and asks for the erasures up to that number. So a service that knows
 * of somebody's joining knows of every erasure before it, and as long as nobody is erased no
 * statement is added. An entry takes some 150 bytes.
 */
public final class ErasedUsers {
    /**
     * How many have been erased, for the statement that reads what is to be shown. Relies on
     * erased_user_in_order.
     */
    public static final String NUMBER =
            "(select coalesce(max(erased.number), 0) from rooms.erased_user erased)";

    private final DatabaseClient database;
    private final int pageSize;
    private final AtomicReference<Erasures> known = new AtomicReference<>(Erasures.NONE);

    /** Whoever asks while a load is under way waits for that one; an error is told to them all. */
    private final Mono<Erasures> load = Mono.defer(this::rest).cacheInvalidateIf(_ -> true);

    /**
     * Knows nobody yet.
     *
     * @param pageSize how many are read at once
     */
    public ErasedUsers(DatabaseClient database, int pageSize) {
        this.database = database;
        this.pageSize = pageSize;
    }

    private record Row(UserId user, long position, long number) {}

    /** At least as many as that number says, which the database has told the caller. */
    public Mono<Erasures> upTo(long number) {
        return Mono.fromSupplier(known::get)
                .filter(erasures -> number <= erasures.number())
                .switchIfEmpty(load)
                // A load that was under way may have begun too early; the next one has not.
                .filter(erasures -> number <= erasures.number())
                .switchIfEmpty(load);
    }

    /** Those known here; perhaps not the latest. */
    public Erasures known() {
        return known.get();
    }

    /** All that have been erased when this is asked. */
    public Mono<Erasures> latest() {
        return database.sql("select %s as number".formatted(NUMBER))
                .map(row -> number(row, "number"))
                .one()
                .flatMap(this::upTo);
    }

    /** Reads those that are not known yet, page by page. */
    private Mono<Erasures> rest() {
        return page().expand(rows -> rows.size() < pageSize ? Mono.empty() : page())
                .then(Mono.fromSupplier(known::get));
    }

    /** The next of those that are not known yet. Relies on erased_user_in_order. */
    private Mono<List<Row>> page() {
        return Mono.defer(() -> after(known.get().number()))
                .doOnNext(rows -> known.updateAndGet(before -> before.with(later(rows))));
    }

    private Mono<List<Row>> after(long number) {
        return database.sql(
                        """
                        select user_id, position, number
                        from rooms.erased_user
                        where number > :number
                        order by number
                        limit :limit
                        """)
                .bind("number", number)
                .bind("limit", pageSize)
                .map(
                        row ->
                                new Row(
                                        new UserId(text(row, "user_id")),
                                        number(row, "position"),
                                        number(row, "number")))
                .all()
                .collectList();
    }

    private static Erasures.Later later(List<Row> rows) {
        Map<UserId, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(row.user(), row.position()));
        return new Erasures.Later(positions, rows.stream().mapToLong(Row::number).max().orElse(0));
    }

    /** Whose events are hidden from the user in each of the rooms, by the rooms' numbers. */
    public Mono<Map<Long, ErasedFor>> readBy(
            UserId user, Collection<Long> rooms, Erasures erasures) {
        return firstJoins(user, rooms)
                .map(
                        joins ->
                                rooms.stream()
                                        .distinct()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(),
                                                        room -> erasures.joinedAt(joins, room))));
    }

    /**
     * Where the user joined each of the rooms for the first time, by the rooms' numbers; rooms that
     * the user never was in are left out. Relies on room_state's primary key.
     */
    private Mono<Map<Long, Long>> firstJoins(UserId user, Collection<Long> rooms) {
        if (rooms.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(
                        """
                        select s.room_nid, min(s.valid_from) as first_join
                        from unnest(:rooms) as w(room_nid)
                        join rooms.room_state s
                          on s.room_nid = w.room_nid and s.type = 'm.room.member' and s.state_key = :user
                        left join rooms.event e on e.position = s.event_position and s.word is null
                        where coalesce(s.word, rooms.word_of_state(s.type, e.json)) = 'join'
                        group by s.room_nid
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("user", user.value())
                .map(row -> Map.entry(number(row, "room_nid"), number(row, "first_join")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
