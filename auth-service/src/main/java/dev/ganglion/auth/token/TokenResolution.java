package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.service.identity.TokenHash;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Says whom an access token stands for. */
@Service
class TokenResolution {
    private final DatabaseClient database;
    private final DeviceSessions devices;
    private final EndedSessions ended;
    private final TransactionalOperator transaction;
    private final Clock clock;

    TokenResolution(
            DatabaseClient database,
            DeviceSessions devices,
            EndedSessions ended,
            TransactionalOperator transaction,
            Clock clock) {
        this.database = database;
        this.devices = devices;
        this.ended = ended;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Whom a token stands for, and until when.
     *
     * @param expiresAt absent for a token that is good until logout
     */
    record Bearer(Requester requester, Optional<Instant> expiresAt) {}

    /** Fails with {@code M_UNKNOWN_TOKEN}. */
    Mono<Bearer> resolve(String accessToken) {
        TokenHash hash = TokenHash.of(accessToken);
        return find(hash)
                .switchIfEmpty(Mono.error(() -> MatrixException.unknownToken(false)))
                .flatMap(token -> usable(token).thenReturn(token.bearer(hash)));
    }

    private Mono<Void> usable(AccessTokenRow token) {
        if (token.expiresAt != null && !clock.instant().isBefore(token.expiresAt)) {
            return Mono.error(MatrixException.unknownToken(true));
        }
        return token.generation > token.confirmedGeneration ? confirm(token) : Mono.empty();
    }

    /** The client has the new tokens: from now on the ones before are spent. */
    private Mono<Void> confirm(AccessTokenRow token) {
        UserDevice device = token.device();
        return devices.lock(device)
                .filter(confirmed -> confirmed < token.generation)
                .flatMap(
                        _ ->
                                devices.confirm(device, token.generation)
                                        .thenMany(
                                                devices.deleteAccessTokens(
                                                        device, 0, token.generation - 1))
                                        .collectList())
                .as(transaction::transactional)
                .doOnNext(old -> ended.publishSpent(device, old))
                .then()
                .as(Uninterrupted::work);
    }

    /** Relies on the primary keys of the three tables. */
    private Mono<AccessTokenRow> find(TokenHash hash) {
        return database.sql(
                        """
                        select token.user_id, token.device_id, token.generation, token.expires_at,
                               device.confirmed_generation, account.is_admin, account.standing
                        from auth.access_token token
                        join auth.device device on device.user_id = token.user_id and device.device_id = token.device_id
                        join auth.account account on account.user_id = token.user_id
                        where token.token_hash = :hash
                          and account.deactivated_at is null
                        """)
                .bind("hash", hash.bytes())
                .mapProperties(AccessTokenRow.class)
                .one();
    }

    private record AccessTokenRow(
            String userId,
            String deviceId,
            int generation,
            @Nullable Instant expiresAt,
            int confirmedGeneration,
            boolean isAdmin,
            String standing) {
        UserDevice device() {
            return new UserDevice(UserId.parse(userId), DeviceId.parse(deviceId));
        }

        Bearer bearer(TokenHash hash) {
            UserDevice device = device();
            Requester requester =
                    new Requester(
                            device.userId(),
                            Optional.of(device.deviceId()),
                            isAdmin,
                            false,
                            Optional.of(hash.text()),
                            Optional.empty(),
                            Standing.valueOf(standing));
            return new Bearer(requester, Optional.ofNullable(expiresAt));
        }
    }
}
