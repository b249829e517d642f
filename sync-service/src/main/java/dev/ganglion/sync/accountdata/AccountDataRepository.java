package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.ring.StreamSource;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Reads account data. */
@Repository
class AccountDataRepository implements StreamSource<AccountDatum> {
    private static final String COLUMNS = "user_id, room_id, type, content, position";

    private static final long WEIGHT_OF_FIELDS = 1_000;

    /** A content has at most 256 KiB. */
    private static final int BATCH = 64;

    private final DatabaseClient database;

    AccountDataRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<AccountDatum> find(UserId user, String roomId, String type) {
        return database.sql(
                        """
                        select %s
                        from sync.account_data
                        where user_id = :user and room_id = :room and type = :type
                        """
                                .formatted(COLUMNS))
                .bind("user", user.value())
                .bind("room", roomId)
                .bind("type", type)
                .map(AccountDataRepository::read)
                .one();
    }

    /** All that a user keeps for a room. Relies on account_data's primary key. */
    Mono<List<AccountDatum>> ofRoom(UserId user, String roomId) {
        return database.sql(
                        """
                        select %s
                        from sync.account_data
                        where user_id = :user and room_id = :room
                        order by type
                        """
                                .formatted(COLUMNS))
                .bind("user", user.value())
                .bind("room", roomId)
                .map(AccountDataRepository::read)
                .all()
                .collectList();
    }

    /** What changed of one user. Relies on account_data_of_user. */
    Mono<List<AccountDatum>> ofUser(UserId user, long after, long upTo) {
        return database.sql(
                        """
                        select %s
                        from sync.account_data
                        where user_id = :user and position > :after and position <= :upTo
                        order by position
                        """
                                .formatted(COLUMNS))
                .bind("user", user.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .map(AccountDataRepository::read)
                .all()
                .collectList();
    }

    @Override
    public Mono<Long> lastPosition() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as position
                        from sync.account_data
                        """)
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    /** Relies on account_data_by_position. */
    @Override
    public Mono<List<AccountDatum>> after(long position, int limit) {
        return database.sql(
                        """
                        select %s
                        from sync.account_data
                        where position > :position
                        order by position
                        limit :limit
                        """
                                .formatted(COLUMNS))
                .bind("position", position)
                .bind("limit", limit)
                .map(AccountDataRepository::read)
                .all()
                .collectList();
    }

    @Override
    public long positionOf(AccountDatum datum) {
        return datum.position();
    }

    @Override
    public long weightOf(AccountDatum datum) {
        return WEIGHT_OF_FIELDS + datum.content().bytes().length;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    private static AccountDatum read(Readable row) {
        return new AccountDatum(
                new UserId(Objects.requireNonNull(row.get("user_id", String.class))),
                Objects.requireNonNull(row.get("room_id", String.class)),
                Objects.requireNonNull(row.get("type", String.class)),
                RawJson.ofTrusted(Objects.requireNonNull(row.get("content", byte[].class))),
                Objects.requireNonNull(row.get("position", Long.class)));
    }
}
