package dev.ganglion.sync.accountdata;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** What a batch of changes reads and writes, within its transaction. One query each. */
@Repository
class ChangeRepository {
    private final DatabaseClient database;

    ChangeRepository(DatabaseClient database) {
        this.database = database;
    }

    private record KeptRow(Change.Key key, Kept kept) {}

    private record UsageRow(UserId user, Usage usage) {}

    private record Applied(Change.Key key, long position) {}

    /** What stands where these are to be written. Relies on account_data's primary key. */
    Mono<Map<Change.Key, Kept>> kept(Collection<Change> changes) {
        return database.sql(
                        """
                        select a.user_id, a.room_id, a.type, a.position,
                               octet_length(a.content)::bigint as bytes
                        from unnest(:users, :rooms, :types) as n(user_id, room_id, type)
                        join sync.account_data a
                          on a.user_id = n.user_id and a.room_id = n.room_id and a.type = n.type
                        """)
                .bind("users", texts(changes, change -> change.userId().value()))
                .bind("rooms", texts(changes, change -> change.key().roomId()))
                .bind("types", texts(changes, change -> change.key().type()))
                .map(row -> new KeptRow(key(row), new Kept(position(row), number(row, "bytes"))))
                .all()
                .collectMap(KeptRow::key, KeptRow::kept);
    }

    /**
     * How much these users keep; one who keeps nothing is left out. Reads the lengths of all their
     * rows, not the contents. Relies on account_data's primary key.
     */
    Mono<Map<UserId, Usage>> usages(Collection<UserId> users) {
        return database.sql(
                        """
                        select a.user_id, count(*) as entries, sum(octet_length(a.content)) as bytes
                        from sync.account_data a
                        where a.user_id = any(:users)
                        group by a.user_id
                        """)
                .bind("users", users.stream().map(UserId::value).toArray(String[]::new))
                .map(
                        row ->
                                new UsageRow(
                                        user(row),
                                        new Usage(number(row, "entries"), number(row, "bytes"))))
                .all()
                .collectMap(UsageRow::user, UsageRow::usage);
    }

    /** Writes over whatever is there; answers with the new positions. */
    Mono<Map<Change.Key, Long>> upsert(Collection<Change> changes) {
        return database.sql(
                        """
                        insert into sync.account_data (user_id, room_id, type, content, position)
                        select n.user_id, n.room_id, n.type, convert_to(n.content, 'UTF8'),
                               nextval('sync.account_data_position')
                        from unnest(:users, :rooms, :types, :contents)
                             as n(user_id, room_id, type, content)
                        on conflict (user_id, room_id, type) do update
                        set content = excluded.content,
                            position = excluded.position
                        returning user_id, room_id, type, position
                        """)
                .bind("users", texts(changes, change -> change.userId().value()))
                .bind("rooms", texts(changes, change -> change.key().roomId()))
                .bind("types", texts(changes, change -> change.key().type()))
                .bind("contents", texts(changes, Change::text))
                .map(row -> new Applied(key(row), position(row)))
                .all()
                .collectMap(Applied::key, Applied::position);
    }

    private static Change.Key key(Readable row) {
        return new Change.Key(user(row), text(row, "room_id"), text(row, "type"));
    }

    private static UserId user(Readable row) {
        return new UserId(text(row, "user_id"));
    }

    private static long position(Readable row) {
        return number(row, "position");
    }

    private static String[] texts(Collection<Change> changes, Function<Change, String> read) {
        return changes.stream().map(read).toArray(String[]::new);
    }
}
