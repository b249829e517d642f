package dev.ganglion.auth.crosssigningreset;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.oauth.OAuthServer;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.auth.token.ClientSessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a user has said, on the account page, that a client may replace their cross-signing keys.
 * That is good for one replacement within ten minutes.
 */
@Service
public class CrossSigningReset implements Belongings {
    /** How long a client has to replace the keys. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** What clients are offered: the stage, and its name from before it was specified. */
    public static final Flows FLOWS =
            new Flows(List.of(List.of(ResetStage.OAUTH), List.of(ResetStage.UNSTABLE)));

    private static final String PAGE = "/_ganglion/account?action=org.matrix.cross_signing_reset";

    private final DatabaseClient database;
    private final ClientSessions sessions;
    private final OAuthServer oauth;
    private final PublicUrl publicUrl;
    private final Clock clock;

    CrossSigningReset(
            DatabaseClient database,
            ClientSessions sessions,
            OAuthServer oauth,
            PublicUrl publicUrl,
            Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.oauth = oauth;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** Where the user gives leave: the {@code url} of {@code m.oauth}. */
    public URI page() {
        return publicUrl.of(PAGE);
    }

    /**
     * Whether this session asks for leave on the page and for nothing else: one of a client of the
     * OAuth 2.0 API, as long as there are its pages.
     */
    public Mono<Boolean> isFor(UserId user, Optional<DeviceId> device) {
        return Mono.justOrEmpty(device)
                .filter(_ -> oauth.isOn())
                .flatMap(known -> sessions.findClient(user, known))
                .hasElement();
    }

    /** Told to clients whose users have not given leave, or not lately. */
    public static MatrixException notPermitted() {
        return MatrixException.forbidden("This has yet to be allowed on the page of your account");
    }

    public Mono<Boolean> isPermitted(UserId user) {
        return database.sql(
                        """
                        select true as permitted
                        from auth.cross_signing_reset
                        where user_id = :user and permitted_until > :now
                        """)
                .bind("user", user.value())
                .bind("now", clock.instant())
                .mapValue(Boolean.class)
                .one()
                .defaultIfEmpty(false);
    }

    /**
     * Uses the leave up; whether there was one. Belongs into the transaction that replaces the
     * keys.
     */
    public Mono<Boolean> use(UserId user) {
        return database.sql(
                        """
                        delete from auth.cross_signing_reset
                        where user_id = :user
                        returning permitted_until > :now as permitted
                        """)
                .bind("user", user.value())
                .bind("now", clock.instant())
                .mapValue(Boolean.class)
                .one()
                .defaultIfEmpty(false);
    }

    /** The user gives leave. Whoever does sweeps up what others gave and nobody used. */
    public Mono<Void> permit(UserId user) {
        return database.sql(
                        """
                        with swept as (
                            delete from auth.cross_signing_reset
                            where permitted_until < :now and user_id <> :user)
                        insert into auth.cross_signing_reset (user_id, permitted_until)
                        values (:user, :until)
                        on conflict (user_id) do update
                        set permitted_until = excluded.permitted_until
                        """)
                .bind("user", user.value())
                .bind("now", clock.instant())
                .bind("until", clock.instant().plus(LIFETIME))
                .then();
    }

    /** Relies on the primary key. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.cross_signing_reset where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
