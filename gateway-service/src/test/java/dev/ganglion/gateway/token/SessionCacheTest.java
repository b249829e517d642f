package dev.ganglion.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.service.identity.Standing;

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
    private static final SessionKey KEY = new SessionKey("h1", Assertion.NONE);

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
                Mono.zip(cache.lookUp(KEY, source), cache.lookUp(KEY, source), (a, b) -> a);
        var result = both.toFuture();
        answer.tryEmitValue(alice());

        assertThat(result.join()).isEqualTo(alice());
        assertThat(asked).hasValue(1);
        assertThat(cache.find(KEY)).contains(alice());
    }

    @Test
    void aFailureIsNotKept() {
        var failed = cache.lookUp(KEY, Mono.error(new IllegalArgumentException("no")));
        var second = cache.lookUp(KEY, Mono.just(alice()));

        assertThat(failed.onErrorComplete().blockOptional()).isEmpty();
        assertThat(second.block()).isEqualTo(alice());
    }

    @Test
    void whoIsToldOfAFailureMayAskAnewAtOnce() {
        Mono<Session> again =
                cache.lookUp(KEY, Mono.error(new IllegalArgumentException("no")))
                        .onErrorResume(_ -> cache.lookUp(KEY, Mono.just(alice())));

        assertThat(again.block()).isEqualTo(alice());
    }

    @Test
    @DisplayName("A03: a logout removes the session")
    void a03_aLogoutRemovesTheSession() {
        cache.lookUp(KEY, Mono.just(alice())).block();

        cache.end(
                ended(
                        "{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[\"h1\"],\"all\":false}"));

        assertThat(cache.find(KEY)).isEmpty();
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
            var underway = cache.lookUp(KEY, answer.asMono()).toFuture();

            cache.end(ended(message));
            answer.tryEmitValue(alice());

            assertThat(underway.join()).isEqualTo(alice());
            assertThat(cache.find(KEY)).as(message).isEmpty();
        }
    }

    @Test
    void theLogoutOfAnotherUserOrDeviceChangesNothing() {
        cache.lookUp(KEY, Mono.just(alice())).block();

        cache.end(ended("{\"user_id\":\"@bob:s\",\"token_hashes\":[],\"all\":true}"));
        cache.end(ended("{\"user_id\":\"@alice:s\",\"device_id\":\"E\",\"token_hashes\":[]}"));
        cache.end(
                ended("{\"user_id\":\"@alice:s\",\"device_id\":\"D\",\"token_hashes\":[\"h2\"]}"));

        assertThat(cache.find(KEY)).isPresent();
    }

    @Test
    @DisplayName("A03: without the bus a session is believed for a second at most")
    void a03_withoutTheBusASessionIsBelievedForASecondAtMost() {
        cache.lookUp(KEY, Mono.just(alice())).block();
        now = now.plusMillis(1_001);

        isConnected.set(false);
        assertThat(cache.find(KEY)).isEmpty();

        isConnected.set(true);
        assertThat(cache.find(KEY)).isPresent();
        cache.end(SessionsEnded.UNKNOWN);
        assertThat(cache.find(KEY)).isEmpty();
    }

    @Test
    void aSessionEndsWithItsInternalToken() {
        cache.lookUp(KEY, Mono.just(alice())).block();

        now = now.plusSeconds(60);

        assertThat(cache.find(KEY)).isEmpty();
    }

    @Test
    @DisplayName("A12: an application service's users have a session each")
    void a12_anApplicationServicesUsersHaveASessionEach() {
        SessionKey one = new SessionKey("as", new Assertion("@_irc_one:s", null));
        SessionKey other = new SessionKey("as", new Assertion("@_irc_other:s", null));
        cache.lookUp(one, Mono.just(puppet("@_irc_one:s"))).block();

        assertThat(cache.find(one)).contains(puppet("@_irc_one:s"));
        assertThat(cache.find(other)).isEmpty();
        assertThat(cache.find(new SessionKey("as", Assertion.NONE))).isEmpty();
        assertThat(cache.find(new SessionKey("as", new Assertion("@_irc_one:s", "D")))).isEmpty();
    }

    @Test
    void aDeletedDeviceIsNotActedOnAnyMore() {
        SessionKey puppet = new SessionKey("as", new Assertion("@_irc_one:s", "D"));
        cache.lookUp(puppet, Mono.just(puppet("@_irc_one:s"))).block();
        String device = "{\"user_id\":\"@_irc_one:s\",\"device_id\":\"D\",\"token_hashes\":[\"x\"]";

        cache.end(ended(device + ",\"logged_out\":false}"));
        assertThat(cache.find(puppet)).as("after a refresh of the device's tokens").isPresent();

        cache.end(ended(device + ",\"logged_out\":true}"));
        assertThat(cache.find(puppet)).isEmpty();
    }

    private static SessionsEnded ended(String json) {
        return SessionsEnded.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Session alice() {
        return session("@alice:s", Optional.empty());
    }

    private static Session puppet(String userId) {
        return session(userId, Optional.of("irc"));
    }

    private static Session session(String userId, Optional<String> applicationService) {
        return new Session(
                UserId.parse(userId),
                Optional.of(new DeviceId("D")),
                false,
                applicationService,
                true,
                Standing.GOOD,
                "Bearer internal",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60));
    }
}
