package dev.ganglion.auth.account;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Standing;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The accounts of this server. All statements rely on the primary key unless they say otherwise.
 */
@Repository
public class Accounts {
    private final DatabaseClient database;
    private final Clock clock;

    Accounts(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deactivated accounts are found as well. */
    public Mono<Account> find(UserId user) {
        return database.sql(
                        """
                        select user_id, password_hash, password_version,
                               deactivated_at is not null as is_deactivated, standing
                        from auth.account
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .map(Accounts::account)
                .one();
    }

    /** Fails with {@code M_USER_IN_USE} when the ID is taken, or ever was. */
    public Mono<Void> create(NewAccount account) {
        return database.sql(
                        """
                        insert into auth.account (user_id, password_hash, is_admin, created_at)
                        values (:user, :passwordHash, :isAdmin, :now)
                        on conflict (user_id) do nothing
                        """)
                .bind("user", account.userId().value())
                .bind(
                        "passwordHash",
                        Parameters.in(R2dbcType.VARCHAR, account.passwordHash().orElse(null)))
                .bind("isAdmin", account.isAdmin())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 0 ? Mono.error(Accounts::inUse) : Mono.empty());
    }

    /** Fails with {@code M_USER_IN_USE} when the ID is taken, or ever was. */
    public Mono<Void> requireFree(UserId user) {
        return find(user).flatMap(_ -> Mono.error(Accounts::inUse));
    }

    /** Sets the hash of another password, unless the account is deactivated. */
    public Mono<Void> setPasswordHash(UserId user, String passwordHash) {
        return database.sql(
                        """
                        update auth.account
                        set password_hash = :passwordHash, password_version = password_version + 1
                        where user_id = :user and deactivated_at is null
                        """)
                .bind("user", user.value())
                .bind("passwordHash", passwordHash)
                .then();
    }

    /** Replaces a hash by another of the same password, unless the password has changed since. */
    public Mono<Void> renewPasswordHash(UserId user, String oldHash, String newHash) {
        return database.sql(
                        """
                        update auth.account
                        set password_hash = :newHash
                        where user_id = :user and password_hash = :oldHash
                        """)
                .bind("user", user.value())
                .bind("oldHash", oldHash)
                .bind("newHash", newHash)
                .then();
    }

    /**
     * Ends the account for good; whether its rooms are left is remembered until confirmed. An
     * erasure that was asked for once stays asked for.
     */
    public Mono<Departure> deactivate(UserId user, boolean isErased) {
        return database.sql(
                        """
                        update auth.account
                        set deactivated_at = coalesce(deactivated_at, :now),
                            password_hash = null,
                            is_erased = is_erased or :isErased,
                            must_leave_rooms = true
                        where user_id = :user
                        returning user_id, is_erased
                        """)
                .bind("user", user.value())
                .bind("now", clock.instant())
                .bind("isErased", isErased)
                .map(Accounts::departure)
                .one();
    }

    /**
     * Deactivated users who may still be in rooms, those after another by their ID. Relies on
     * account_must_leave_rooms.
     *
     * @param after empty for the first of all
     */
    public Flux<Departure> listMustLeaveRooms(String after, int limit) {
        return database.sql(
                        """
                        select user_id, is_erased
                        from auth.account
                        where must_leave_rooms and user_id > :after
                        order by user_id
                        limit :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map(Accounts::departure)
                .all();
    }

    /**
     * Unless more has been asked for meanwhile than was done, or an account that is erased ended
     * later than that.
     */
    public Mono<Void> confirmRoomsLeft(Departure done, Instant settled) {
        return database.sql(
                        """
                        update auth.account
                        set must_leave_rooms = false
                        where user_id = :user and is_erased = :isErased
                          and (not is_erased or deactivated_at <= :settled)
                        """)
                .bind("settled", settled)
                .bind("user", done.user().value())
                .bind("isErased", done.isErased())
                .then();
    }

    private static Departure departure(Readable row) {
        return new Departure(
                UserId.parse(text(row, "user_id")),
                Boolean.TRUE.equals(row.get("is_erased", Boolean.class)));
    }

    private static Account account(Readable row) {
        Integer version = row.get("password_version", Integer.class);
        return new Account(
                UserId.parse(text(row, "user_id")),
                Optional.ofNullable(row.get("password_hash", String.class)),
                version == null ? 0 : version,
                Boolean.TRUE.equals(row.get("is_deactivated", Boolean.class)),
                Standing.valueOf(text(row, "standing")));
    }

    private static MatrixException inUse() {
        return MatrixException.of(400, ErrorCode.USER_IN_USE, "This user ID is already taken");
    }
}
