package dev.ganglion.gateway.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Asks auth-service whom an access token stands for. */
@Component
class TokenResolver {
    /**
     * A token is renewed this long before it ends, so that it is good when the service reads it.
     */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final WebClient auth;
    private final InstantSource clock;

    TokenResolver(InternalClients clients, InstantSource clock) {
        this.auth = clients.of("auth");
        this.clock = clock;
    }

    /**
     * Fails with {@code M_UNKNOWN_TOKEN} for a token that is not good, and with what auth-service
     * says of an assertion that is not.
     *
     * @param client where the device is seen now, which its user may read
     */
    Mono<Session> resolve(AccessToken token, Assertion assertion, InetAddress client) {
        return Mono.defer(
                () -> {
                    Instant askedAt = clock.instant();
                    return auth.post()
                            .uri("/internal/tokens/resolve")
                            .header(InternalHeaders.CLIENT_ADDRESS, client.getHostAddress())
                            .bodyValue(
                                    new Question(
                                            token.secret(),
                                            Optional.ofNullable(assertion.userId()),
                                            Optional.ofNullable(assertion.deviceId())))
                            .retrieve()
                            .bodyToMono(Answer.class)
                            .map(answer -> answer.session(askedAt));
                });
    }

    private record Question(
            String accessToken, Optional<String> userId, Optional<String> deviceId) {
        @Override
        public String toString() {
            return "Question";
        }
    }

    private record Answer(
            UserId userId,
            Optional<DeviceId> deviceId,
            boolean isAdmin,
            Optional<String> applicationService,
            Optional<Boolean> isRateLimited,
            Optional<Standing> standing,
            String internalToken,
            long expiresInMs) {

        Session session(Instant askedAt) {
            Duration life = Duration.ofMillis(expiresInMs);
            Duration use =
                    life.compareTo(MARGIN.multipliedBy(2)) > 0
                            ? life.minus(MARGIN)
                            : life.dividedBy(2);
            return new Session(
                    userId,
                    deviceId,
                    isAdmin,
                    applicationService,
                    isRateLimited.orElse(true),
                    standing.orElse(Standing.GOOD),
                    "Bearer " + internalToken,
                    askedAt,
                    askedAt.plus(use));
        }

        @Override
        public String toString() {
            return "Answer[" + userId + "]";
        }
    }
}
