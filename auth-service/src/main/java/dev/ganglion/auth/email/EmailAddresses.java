package dev.ganglion.auth.email;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Whose an email address is. Statements rely on the primary key unless they say otherwise. */
@Repository
public class EmailAddresses {
    private static final int MAX_PER_USER = 20;

    private final DatabaseClient database;
    private final Clock clock;

    EmailAddresses(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who has this address; empty for nobody. */
    public Mono<UserId> findOwner(EmailAddress address) {
        return database.sql(
                        """
                        select user_id
                        from auth.email_address
                        where address = :address
                        """)
                .bind("address", address.value())
                .map(row -> UserId.parse(text(row, "user_id")))
                .one();
    }

    /** All addresses of a user, {@value #MAX_PER_USER} at most. Relies on email_address_user. */
    public Flux<OwnedAddress> list(UserId user) {
        return database.sql(
                        """
                        select address, validated_at, added_at
                        from auth.email_address
                        where user_id = :user
                        order by address
                        """)
                .bind("user", user.value())
                .map(EmailAddresses::owned)
                .all();
    }

    /**
     * Gives an address to an account that is active. Fails with {@code M_THREEPID_IN_USE} when
     * somebody else has it, with {@code M_FORBIDDEN} when the account has {@value #MAX_PER_USER}.
     */
    public Mono<Void> add(UserId user, ProvenAddress proven) {
        return list(user)
                .filter(owned -> !owned.address().equals(proven.address()))
                .count()
                .flatMap(count -> count < MAX_PER_USER ? insert(user, proven) : tooMany());
    }

    /** Whether the user had this address. */
    public Mono<Boolean> delete(UserId user, EmailAddress address) {
        return database.sql(
                        """
                        delete from auth.email_address
                        where address = :address and user_id = :user
                        """)
                .bind("address", address.value())
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Relies on email_address_user. */
    public Mono<Void> deleteAll(UserId user) {
        return database.sql(
                        """
                        delete from auth.email_address
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .then();
    }

    /** The account's row is held, so that it is not deactivated in the same moment. */
    private Mono<Void> insert(UserId user, ProvenAddress proven) {
        return database.sql(
                        """
                        insert into auth.email_address (address, user_id, validated_at, added_at)
                        select :address, user_id, :validatedAt, :now
                        from auth.account
                        where user_id = :user and deactivated_at is null
                        for share
                        on conflict (address) do update
                        set validated_at = excluded.validated_at
                        where email_address.user_id = excluded.user_id
                        """)
                .bind("address", proven.address().value())
                .bind("user", user.value())
                .bind("validatedAt", proven.validatedAt())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 0 ? Mono.error(inUse()) : Mono.empty());
    }

    static MatrixException inUse() {
        return MatrixException.of(
                400, ErrorCode.THREEPID_IN_USE, "This address is in use by another account");
    }

    private static Mono<Void> tooMany() {
        return Mono.error(
                MatrixException.forbidden(
                        "An account has at most " + MAX_PER_USER + " email addresses"));
    }

    private static OwnedAddress owned(Readable row) {
        return new OwnedAddress(
                new EmailAddress(text(row, "address")),
                instant(row, "validated_at"),
                instant(row, "added_at"));
    }

    private static Instant instant(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Instant.class), column);
    }
}
