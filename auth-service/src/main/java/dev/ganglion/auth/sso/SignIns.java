package dev.ganglion.auth.sso;

import dev.ganglion.auth.ephemeral.EphemeralStore;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sign-ins that are under way, and those that their provider has ended meanwhile. In Redis, under
 * hashes of what names them to browsers.
 */
@Repository
class SignIns {
    private static final int MAX_NAME_LENGTH = 128;

    private final EphemeralStore store;
    private final SsoProperties properties;
    private final Clock clock;

    SignIns(EphemeralStore store, SsoProperties properties, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> save(PendingSignIn pending) {
        return store.put(
                pendingKey(pending.secrets().state()), pending.json(), properties.patience());
    }

    /** Each is taken once. */
    Mono<PendingSignIn> takePending(String state) {
        return isName(state)
                ? store.take(pendingKey(state)).map(json -> PendingSignIn.parse(state, json))
                : Mono.empty();
    }

    Mono<Void> save(Arrival arrival) {
        return store.put(arrivalKey(arrival.id()), arrival.json(), properties.patience());
    }

    Mono<Arrival> find(String id) {
        return isName(id)
                ? store.find(arrivalKey(id)).map(json -> Arrival.parse(id, json))
                : Mono.empty();
    }

    /** Of many who take it at once, one gets it. */
    Mono<Arrival> take(Arrival arrival) {
        return store.delete(arrivalKey(arrival.id()))
                .filter(Boolean::booleanValue)
                .map(_ -> arrival);
    }

    /** The provider has ended this session: those who are on the way from it do not get in. */
    Mono<Void> end(ProviderSession session) {
        String key = session.id().map(id -> key("sid", id)).orElse(key("sub", session.subject()));
        return store.put(
                endedKey(session, key),
                String.valueOf(clock.millis()),
                properties.patience().plus(Duration.ofMinutes(1)));
    }

    Mono<Boolean> isEnded(Arrival arrival) {
        ProviderSession session = arrival.origin();
        List<String> keys = new ArrayList<>();
        keys.add(key("sub", session.subject()));
        session.id().ifPresent(id -> keys.add(key("sid", id)));
        return Flux.fromIterable(keys)
                .concatMap(key -> store.find(endedKey(session, key)))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .any(ended -> !ended.isBefore(arrival.at()));
    }

    /** Whether everything that this logout ends has ended. */
    Mono<Boolean> isLogoutDone(String provider, String tokenId) {
        return store.find(logoutKey(provider, tokenId)).hasElement();
    }

    Mono<Void> logoutDone(String provider, String tokenId, Duration lifetime) {
        return store.put(logoutKey(provider, tokenId), "1", lifetime);
    }

    private static String logoutKey(String provider, String tokenId) {
        return "sso:logout:" + provider + ":" + key("jti", tokenId);
    }

    private static String pendingKey(String state) {
        return "sso:pending:" + TokenHash.of(state).text();
    }

    private static String arrivalKey(String id) {
        return "sso:arrival:" + TokenHash.of(id).text();
    }

    private static String endedKey(ProviderSession session, String key) {
        return "sso:ended:" + session.provider() + ":" + key;
    }

    /** Others choose these names: their length is not ours to trust. */
    private static String key(String kind, String name) {
        return kind + ":" + UnpaddedBase64.encodeUrlSafe(Sha256.of(name));
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME_LENGTH;
    }
}
