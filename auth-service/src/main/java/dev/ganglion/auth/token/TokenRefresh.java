package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.service.identity.TokenHash;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges a refresh token for the next generation of tokens.
 *
 * <p>A client that did not get the answer may ask again with the same token, until it has used any
 * token of the next generation: then the old one is spent, and whoever shows it again has stolen
 * it, or was stolen from. Nobody can tell which, so that the whole session has to log in again.
 * Client-server API, "Refreshing access tokens".
 */
@Service
class TokenRefresh {
    private static final Logger log = LoggerFactory.getLogger(TokenRefresh.class);
    private static final int EVERY = Integer.MAX_VALUE;

    private final DatabaseClient database;
    private final DeviceSessions devices;
    private final TokenIssue issue;
    private final EndedSessions ended;
    private final TransactionalOperator transaction;
    private final Clock clock;

    TokenRefresh(
            DatabaseClient database,
            DeviceSessions devices,
            TokenIssue issue,
            EndedSessions ended,
            TransactionalOperator transaction,
            Clock clock) {
        this.database = database;
        this.devices = devices;
        this.issue = issue;
        this.ended = ended;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @param client whose token it must be; absent for a session of the older API
     */
    Mono<Session> refresh(String refreshToken, Optional<String> client) {
        TokenHash hash = TokenHash.of(refreshToken);
        return find(hash)
                .filter(token -> token.client.equals(client))
                .doOnNext(token -> token.standing.mustNotBeLocked())
                .map(StoredToken::device)
                .flatMap(device -> refresh(device, hash))
                .switchIfEmpty(Mono.error(() -> MatrixException.unknownToken(false)))
                .doOnNext(result -> ended.publishSpent(result.device, result.endedTokens))
                .as(Uninterrupted::work)
                .map(Result::session);
    }

    /** The token is read again under the lock: a login on its device may have deleted it. */
    private Mono<Result> refresh(UserDevice device, TokenHash hash) {
        return devices.lock(device)
                .flatMap(confirmed -> find(hash).flatMap(token -> decided(token, confirmed)))
                .as(transaction::transactional);
    }

    private Mono<Result> decided(StoredToken token, int confirmed) {
        if (token.generation < confirmed) {
            log.warn(
                    "A spent refresh token came back: the session of {} on {} must log in again",
                    token.device.userId(),
                    token.device.deviceId());
            return devices.expireTokens(token.device)
                    .collectList()
                    .map(expired -> new Result(token.device, expired, Optional.empty()));
        }
        if (!clock.instant().isBefore(token.expiresAt)) {
            return Mono.just(new Result(token.device, List.of(), Optional.empty()));
        }
        return next(token);
    }

    /** Answers that got lost are taken back; so are access tokens from before this generation. */
    private Mono<Result> next(StoredToken token) {
        UserDevice device = token.device;
        int generation = token.generation;
        return devices.confirm(device, generation)
                .then(devices.deleteRefreshTokens(device, generation + 1))
                .thenMany(devices.deleteAccessTokens(device, 0, generation - 1))
                .concatWith(devices.deleteAccessTokens(device, generation + 1, EVERY))
                .collectList()
                .flatMap(
                        old ->
                                issue.issue(device, generation + 1, true)
                                        .map(
                                                tokens ->
                                                        new Result(
                                                                device, old, Optional.of(tokens))));
    }

    private Mono<StoredToken> find(TokenHash hash) {
        return database.sql(
                        """
                        select token.user_id, token.device_id, token.generation, token.expires_at,
                               device.oauth_client_id, account.standing
                        from auth.refresh_token token
                        join auth.device device on device.user_id = token.user_id and device.device_id = token.device_id
                        join auth.account account on account.user_id = token.user_id
                        where token.token_hash = :hash
                        """)
                .bind("hash", hash.bytes())
                .mapProperties(RefreshTokenRow.class)
                .one()
                .map(RefreshTokenRow::token);
    }

    private record RefreshTokenRow(
            String userId,
            String deviceId,
            int generation,
            Instant expiresAt,
            @Nullable String oauthClientId,
            String standing) {
        StoredToken token() {
            var device = new UserDevice(UserId.parse(userId), DeviceId.parse(deviceId));
            return new StoredToken(
                    device,
                    generation,
                    expiresAt,
                    Optional.ofNullable(oauthClientId),
                    Standing.valueOf(standing));
        }
    }

    private record StoredToken(
            UserDevice device,
            int generation,
            Instant expiresAt,
            Optional<String> client,
            Standing standing) {}

    /** Without tokens when the session has to log in again. */
    private record Result(
            UserDevice device, List<TokenHash> endedTokens, Optional<IssuedTokens> tokens) {
        Session session() {
            return new Session(
                    device.userId(),
                    device.deviceId(),
                    tokens.orElseThrow(() -> MatrixException.unknownToken(true)));
        }
    }
}
