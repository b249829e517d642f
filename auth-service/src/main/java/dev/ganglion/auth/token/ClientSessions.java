package dev.ganglion.auth.token;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Sessions whose tokens were given to a client of the OAuth 2.0 API. */
@Service
public class ClientSessions {
    private final DatabaseClient database;
    private final Sessions sessions;
    private final TokenRefresh refresh;

    ClientSessions(DatabaseClient database, Sessions sessions, TokenRefresh refresh) {
        this.database = database;
        this.sessions = sessions;
        this.refresh = refresh;
    }

    /**
     * A session of a client.
     *
     * @param client the client's ID
     */
    public record Owned(UserId userId, DeviceId deviceId, String client) {}

    /**
     * The next generation of tokens. Fails with {@code M_UNKNOWN_TOKEN} when the token is spent,
     * expired, unknown or another client's, with {@code M_USER_LOCKED} while the account is locked.
     */
    public Mono<Session> refresh(String refreshToken, String client) {
        return refresh.refresh(refreshToken, Optional.of(client));
    }

    /** Whose session a refresh or access token is; empty for a session of the older API. */
    public Mono<Owned> find(String token) {
        byte[] hash = TokenHash.of(token).bytes();
        return find("access_token", hash).switchIfEmpty(find("refresh_token", hash));
    }

    /** The client that a device's session belongs to; empty for one of the older API. */
    public Mono<String> findClient(UserId user, DeviceId device) {
        return database.sql(
                        """
                        select oauth_client_id
                        from auth.device
                        where user_id = :user and device_id = :device
                          and oauth_client_id is not null
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .map(row -> text(row, "oauth_client_id"))
                .one();
    }

    /** Ends the session and forgets its device, unless it has become another client's. */
    public Mono<Void> end(Owned session) {
        return findClient(session.userId, session.deviceId)
                .filter(session.client::equals)
                .flatMap(_ -> sessions.end(session.userId, List.of(session.deviceId)));
    }

    /** Relies on the primary keys of both tables. */
    private Mono<Owned> find(String table, byte[] hash) {
        return database.sql(
                        """
                        select device.user_id, device.device_id, device.oauth_client_id
                        from auth.%s token
                        join auth.device device on device.user_id = token.user_id and device.device_id = token.device_id
                        where token.token_hash = :hash and device.oauth_client_id is not null
                        """
                                .formatted(table))
                .bind("hash", hash)
                .map(ClientSessions::owned)
                .one();
    }

    private static Owned owned(Readable row) {
        return new Owned(
                UserId.parse(text(row, "user_id")),
                DeviceId.parse(text(row, "device_id")),
                text(row, "oauth_client_id"));
    }
}
