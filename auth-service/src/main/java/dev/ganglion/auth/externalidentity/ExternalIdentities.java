package dev.ganglion.auth.externalidentity;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;

/** Whose account belongs to whom elsewhere. */
@Repository
public class ExternalIdentities {
    private final DatabaseClient database;
    private final Clock clock;

    ExternalIdentities(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The user of an identity; empty when nobody has used it here. */
    public Mono<UserId> find(ExternalIdentity identity) {
        return database.sql(
                        """
                        select user_id
                        from auth.external_identity
                        where provider = :provider and subject = :subject
                        """)
                .bind("provider", identity.provider())
                .bind("subject", identity.subject())
                .map(row -> UserId.parse(text(row, "user_id")))
                .one();
    }

    /** Where a user is known; relies on external_identity_user. */
    public Flux<ExternalIdentity> list(UserId user) {
        return database.sql(
                        """
                        select provider, subject
                        from auth.external_identity
                        where user_id = :user
                        order by provider, subject
                        """)
                .bind("user", user.value())
                .map(row -> new ExternalIdentity(text(row, "provider"), text(row, "subject")))
                .all();
    }

    /** Whether the identity was nobody's so far: of many who claim it at once, one gets it. */
    Mono<Boolean> insert(ExternalIdentity identity, UserId user) {
        return database.sql(
                        """
                        insert into auth.external_identity (provider, subject, user_id, created_at)
                        values (:provider, :subject, :user, :now)
                        on conflict (provider, subject) do nothing
                        """)
                .bind("provider", identity.provider())
                .bind("subject", identity.subject())
                .bind("user", user.value())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }
}
