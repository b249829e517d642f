package dev.ganglion.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.SessionsEnded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class SessionCacheTest {
    private static final String HASH = "h1";

    private Instant now = Instant.EPOCH;
    private final AtomicBoolean isConnected = new AtomicBoolean(true);
    private final SessionCache cache = new SessionCache(100, isConnected::get, () -> now);

    @Test
    void concurrentRequestsShareOneLookUp() {
        AtomicInteger asked = new AtomicInteger();
        Sinks.One<Session> answer = Sinks.one();
        Mono<Session> source =
                Mono.defer(
                        () -> {
                            asked.incrementAndGet();
                            return answer.asMono();
                        });

        Mono<Session> both =
                Mono.zip(cache.lookUp(HASH, source), cache.lookUp(HASH, source), (a, b) -> a);
        var result = both.toFuture();
        answer.tryEmitValue(alice());

        assertThat(result.join()).isEqualTo(alice());
        assertThat(asked).hasValue(1);
        assertThat(cache.find(HASH)).contains(alice());
    }

    @Test
    void aFailureIsNotKept() {
        var failed = cache.lookUp(HASH, Mono.error(new IllegalArgumentException("no")));
        var second = cache.lookUp(HASH, Mono.just(alice()));

        assertThat(failed.onErrorComplete().blockOptional()).isEmpty();
        assertThat(second.block()).isEqualTo(alice());
    }

    @Test
    @DisplayName("A03: a logout removes the session")
    void a03_aLogoutRemovesTheSession() {
        cache.lookUp(HASH, Mono.just(alice())).block();

        cache.end(
                ended(
                        "{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[\"h1\"],\"all\":false}"));

        assertThat(cache.find(HASH)).isEmpty();
    }

    @Test
    @DisplayName("A03: a look-up that began before a logout does not bring the session back")
    void a03_aLookUpThatBeganBeforeALogoutDoesNotBringTheSessionBack() {
        for (String message :
                new String[] {
                    "{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[\"h1\"],\"all\":false}",
                    "{\"user_id\":\"@alice:s\",\"token_hashes\":[],\"all\":true}",
                    "{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[],\"all\":false}",
                }) {
            Sinks.One<Session> answer = Sinks.one();
            var underway = cache.lookUp(HASH, answer.asMono()).toFuture();

            cache.end(ended(message));
            answer.tryEmitValue(alice());

            assertThat(underway.join()).isEqualTo(alice());
            assertThat(cache.find(HASH)).as(message).isEmpty();
        }
    }

    @Test
    void theLogoutOfAnotherUserOrDeviceChangesNothing() {
        cache.lookUp(HASH, Mono.just(alice())).block();

        cache.end(ended("{\"user_id\":\"@bob:s\",\"token_hashes\":[],\"all\":true}"));
        cache.end(ended("{\"user_id\":\"@alice:s\",\"device_id\":\"E\",\"token_hashes\":[]}"));
        cache.end(
                ended("{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[\"h2\"]}"));

        assertThat(cache.find(HASH)).isPresent();
    }

    @Test
    @DisplayName("A03: without the bus a session is believed for a second at most")
    void a03_withoutTheBusASessionIsBelievedForASecondAtMost() {
        cache.lookUp(HASH, Mono.just(alice())).block();
        now = now.plusMillis(1_001);

        isConnected.set(false);
        assertThat(cache.find(HASH)).isEmpty();

        isConnected.set(true);
        assertThat(cache.find(HASH)).isPresent();
        cache.end(SessionsEnded.UNKNOWN);
        assertThat(cache.find(HASH)).isEmpty();
    }

    @Test
    void aSessionEndsWithItsInternalToken() {
        cache.lookUp(HASH, Mono.just(alice())).block();

        now = now.plusSeconds(60);

        assertThat(cache.find(HASH)).isEmpty();
    }

    private static SessionsEnded ended(String json) {
        return SessionsEnded.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Session alice() {
        return new Session(
                UserId.parse("@alice:s"),
                Optional.of(new DeviceId("D")),
                false,
                "Bearer internal",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60));
    }
}
