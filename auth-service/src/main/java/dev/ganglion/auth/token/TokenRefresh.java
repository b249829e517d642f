package dev.ganglion.auth.token;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.service.identity.TokenHash;

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

    Mono<IssuedTokens> refresh(String refreshToken) {
        TokenHash hash = TokenHash.of(refreshToken);
        return find(hash)
                .doOnNext(token -> token.standing.mustNotBeLocked())
                .map(StoredToken::device)
                .flatMap(device -> refresh(device, hash))
                .switchIfEmpty(Mono.error(() -> MatrixException.unknownToken(false)))
                .doOnNext(result -> ended.publishSpent(result.device, result.endedTokens))
                .as(Uninterrupted::work)
                .map(result -> result.tokens.orElseThrow(() -> MatrixException.unknownToken(true)));
    }

    /** The token is read again under the lock: a login on its device may have deleted it. */
    private Mono<Result> refresh(DeviceKey device, TokenHash hash) {
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
        DeviceKey device = token.device;
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
                        select token.user_id, token.device_id, token.generation, token.expires_at, account.standing
                        from auth.refresh_token token
                        join auth.account account on account.user_id = token.user_id
                        where token.token_hash = :hash
                        """)
                .bind("hash", hash.bytes())
                .mapProperties(RefreshTokenRow.class)
                .one()
                .map(RefreshTokenRow::token);
    }

    private record RefreshTokenRow(
            String userId, String deviceId, int generation, Instant expiresAt, String standing) {
        StoredToken token() {
            var device = new DeviceKey(UserId.parse(userId), DeviceId.parse(deviceId));
            return new StoredToken(device, generation, expiresAt, Standing.valueOf(standing));
        }
    }

    private record StoredToken(
            DeviceKey device, int generation, Instant expiresAt, Standing standing) {}

    /** Without tokens when the session has to log in again. */
    private record Result(
            DeviceKey device, List<TokenHash> endedTokens, Optional<IssuedTokens> tokens) {}
}
