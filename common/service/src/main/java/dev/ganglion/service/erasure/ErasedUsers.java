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
    private final AtomicReference<Erasures> known = new AtomicReference<>(Erasures.NONE);

    public ErasedUsers(DatabaseClient database) {
        this.database = database;
    }

    private record Row(UserId user, long position, long number) {}

    /** At least as many as that number says. */
    public Mono<Erasures> upTo(long number) {
        Erasures erasures = known.get();
        return number <= erasures.number() ? Mono.just(erasures) : load();
    }

    /** Those known here; perhaps not the latest. */
    public Erasures known() {
        return known.get();
    }

    /** Reads those that are not known yet. */
    public Mono<Erasures> load() {
        return database.sql(
                        """
                        select user_id, position, number
                        from rooms.erased_user
                        where number > :number
                        """)
                .bind("number", known.get().number())
                .map(
                        row ->
                                new Row(
                                        new UserId(text(row, "user_id")),
                                        number(row, "position"),
                                        number(row, "number")))
                .all()
                .collectList()
                .map(ErasedUsers::later)
                .map(later -> known.updateAndGet(before -> before.with(later)));
    }

    private static Erasures.Later later(List<Row> rows) {
        Map<UserId, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(row.user(), row.position()));
        return new Erasures.Later(positions, rows.stream().mapToLong(Row::number).max().orElse(0));
    }

    /**
     * Where the user joined each of the rooms for the first time, by the rooms' numbers; rooms that
     * the user never was in are left out. Relies on room_state's primary key.
     */
    public Mono<Map<Long, Long>> firstJoins(UserId user, Collection<Long> rooms) {
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
