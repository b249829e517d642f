package dev.ganglion.auth.email;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.email.ValidationMails.Asked;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Proofs of email addresses, begun and done. Statements rely on the primary key or say on what. */
@Repository
class ValidationRepository {
    private final DatabaseClient database;
    private final Clock clock;

    ValidationRepository(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A proof that is begun.
     *
     * @param tokenHash absent when nothing can be proved
     */
    record Begun(String sid, Asked asked, Optional<TokenHash> tokenHash, Instant expiresAt) {}

    record Confirmed(EmailAddress address, Optional<String> nextLink) {}

    /** Empty when the mail of this attempt, or a later one, is on its way already. */
    Mono<String> begin(Begun begun) {
        return forgetEnded(begun).then(upsert(begun));
    }

    /** Relies on the unique secret, address and purpose. */
    Mono<String> find(Begun begun) {
        return database.sql(
                        """
                        select sid
                        from auth.email_validation
                        where client_secret_hash = :secret and address = :address
                          and purpose = :purpose
                        """)
                .bind("secret", begun.asked().secret().bytes())
                .bind("address", begun.asked().address().value())
                .bind("purpose", stored(begun.asked().purpose()))
                .map(row -> text(row, "sid"))
                .one();
    }

    /** The mail could not be sent: the same attempt may be made again. */
    Mono<Void> undoAttempt(String sid, long sendAttempt) {
        return database.sql(
                        """
                        update auth.email_validation
                        set send_attempt = send_attempt - 1
                        where sid = :sid and send_attempt = :attempt
                        """)
                .bind("sid", sid)
                .bind("attempt", sendAttempt)
                .then();
    }

    /** The address that a token would prove. Relies on the unique token_hash. */
    Mono<EmailAddress> findByToken(TokenHash token) {
        return database.sql(
                        """
                        select address
                        from auth.email_validation
                        where token_hash = :token and expires_at > :now
                        """)
                .bind("token", token.bytes())
                .bind("now", clock.instant())
                .map(row -> new EmailAddress(text(row, "address")))
                .one();
    }

    /**
     * Uses a token up; empty when there is none such any more. Relies on the unique token_hash.
     *
     * @param lifetime how long the proof is good from now on
     */
    Mono<Confirmed> confirm(TokenHash token, Duration lifetime) {
        return database.sql(
                        """
                        update auth.email_validation
                        set validated_at = :now, token_hash = null, expires_at = :until
                        where token_hash = :token and expires_at > :now
                        returning address, next_link
                        """)
                .bind("token", token.bytes())
                .bind("until", clock.instant().plus(lifetime))
                .bind("now", clock.instant())
                .map(
                        row ->
                                new Confirmed(
                                        new EmailAddress(text(row, "address")),
                                        Optional.ofNullable(row.get("next_link", String.class))))
                .one();
    }

    /** The proven address, if this client has proved it for this purpose, and not used it yet. */
    Mono<ProvenAddress> findProven(ThreepidCreds creds, Purpose purpose, Optional<UserId> user) {
        return bound(
                        """
                        select address, validated_at
                        from auth.email_validation
                        where sid = :sid and client_secret_hash = :secret and purpose = :purpose
                          and (user_id is null or user_id = :user)
                          and validated_at is not null and used_at is null and expires_at > :now
                        """,
                        creds,
                        purpose,
                        user)
                .map(ValidationRepository::proven)
                .one();
    }

    /** The same, and uses it up: of many at once one succeeds. */
    Mono<ProvenAddress> useProven(ThreepidCreds creds, Purpose purpose, Optional<UserId> user) {
        return bound(
                        """
                        update auth.email_validation
                        set used_at = :now
                        where sid = :sid and client_secret_hash = :secret and purpose = :purpose
                          and (user_id is null or user_id = :user)
                          and validated_at is not null and used_at is null and expires_at > :now
                        returning address, validated_at
                        """,
                        creds,
                        purpose,
                        user)
                .map(ValidationRepository::proven)
                .one();
    }

    /** Uses up what a completed stage has proved. */
    Mono<ProvenAddress> useProven(String sid) {
        return database.sql(
                        """
                        update auth.email_validation
                        set used_at = :now
                        where sid = :sid and validated_at is not null and used_at is null
                        returning address, validated_at
                        """)
                .bind("sid", sid)
                .bind("now", clock.instant())
                .map(ValidationRepository::proven)
                .one();
    }

    /** Relies on email_validation_expiry. */
    Mono<Void> forgetExpired() {
        return database.sql(
                        """
                        delete from auth.email_validation
                        where expires_at < :limit
                        """)
                .bind("limit", clock.instant())
                .then();
    }

    private Mono<Void> forgetEnded(Begun begun) {
        return database.sql(
                        """
                        delete from auth.email_validation
                        where client_secret_hash = :secret and address = :address
                          and purpose = :purpose and (expires_at <= :now or used_at is not null)
                        """)
                .bind("secret", begun.asked().secret().bytes())
                .bind("address", begun.asked().address().value())
                .bind("purpose", stored(begun.asked().purpose()))
                .bind("now", clock.instant())
                .then();
    }

    /** What is proved needs no other mail. */
    private Mono<String> upsert(Begun begun) {
        return database.sql(
                        """
                        insert into auth.email_validation (sid, client_secret_hash, address, purpose,
                            user_id, token_hash, send_attempt, next_link, expires_at)
                        values (:sid, :secret, :address, :purpose, :user, :token, :attempt, :nextLink,
                            :expiresAt)
                        on conflict (client_secret_hash, address, purpose) do update
                        set user_id = excluded.user_id, token_hash = excluded.token_hash,
                            send_attempt = excluded.send_attempt, next_link = excluded.next_link,
                            expires_at = excluded.expires_at
                        where email_validation.send_attempt < excluded.send_attempt
                          and email_validation.validated_at is null
                        returning sid
                        """)
                .bind("sid", begun.sid())
                .bind("secret", begun.asked().secret().bytes())
                .bind("address", begun.asked().address().value())
                .bind("purpose", stored(begun.asked().purpose()))
                .bind("user", nullable(begun.asked().user().map(UserId::value)))
                .bind(
                        "token",
                        Parameters.in(
                                R2dbcType.VARBINARY,
                                begun.tokenHash().map(TokenHash::bytes).orElse(null)))
                .bind("attempt", begun.asked().sendAttempt())
                .bind("nextLink", nullable(begun.asked().nextLink()))
                .bind("expiresAt", begun.expiresAt())
                .map(row -> text(row, "sid"))
                .one();
    }

    private DatabaseClient.GenericExecuteSpec bound(
            String sql, ThreepidCreds creds, Purpose purpose, Optional<UserId> user) {
        return database.sql(sql)
                .bind("sid", creds.sid())
                .bind("secret", TokenHash.of(creds.clientSecret()).bytes())
                .bind("purpose", stored(purpose))
                .bind("user", nullable(user.map(UserId::value)))
                .bind("now", clock.instant());
    }

    private static Parameter nullable(Optional<String> value) {
        return Parameters.in(R2dbcType.VARCHAR, value.orElse(null));
    }

    private static String stored(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    private static ProvenAddress proven(Readable row) {
        return new ProvenAddress(
                new EmailAddress(text(row, "address")),
                Objects.requireNonNull(row.get("validated_at", Instant.class), "validated_at"));
    }
}
