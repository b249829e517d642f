package dev.ganglion.sync.filter;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Stored filters. */
@Repository
class FilterRepository {
    private static final int MAX_PER_USER = 1_000;

    private final DatabaseClient database;

    FilterRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on filter_of_user: the same filter is stored once. */
    Mono<Long> store(UserId user, byte[] json) {
        return database.sql(
                        """
                        insert into sync.filter (user_id, json)
                        select :user, :json
                        where (select count(*) from sync.filter where user_id = :user) < :max
                           or exists (select 1
                                      from sync.filter
                                      where user_id = :user and sha256(json) = sha256(:json))
                        on conflict (user_id, sha256(json)) do update set user_id = excluded.user_id
                        returning filter_id
                        """)
                .bind("user", user.value())
                .bind("json", json)
                .bind("max", MAX_PER_USER)
                .map(row -> Objects.requireNonNull(row.get("filter_id", Long.class)))
                .one()
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.invalidParam("Too many filters are stored")));
    }

    Mono<byte[]> find(UserId user, long filterId) {
        return database.sql(
                        """
                        select json
                        from sync.filter
                        where filter_id = :id and user_id = :user
                        """)
                .bind("id", filterId)
                .bind("user", user.value())
                .map(row -> Objects.requireNonNull(row.get("json", byte[].class)))
                .one();
    }
}
