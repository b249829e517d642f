package dev.ganglion.sync.digest;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Has auth-service write and send mails. */
@Component
class DigestMailer {
    private static final Logger log = LoggerFactory.getLogger(DigestMailer.class);

    /** Shorter than a claim. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final WebClient auth;

    DigestMailer(InternalClients clients) {
        this.auth = clients.of("auth");
    }

    /** What became of a mail. */
    enum Outcome {
        /** It went out, now or when it was asked for before. */
        SENT,
        /** The mail server takes none for this address. */
        REFUSED,
        /** The mail server is away, or mail is no longer set up. */
        FAILED,
        /** The address is not the user's any more, or the account has ended. */
        GONE,
        /** It may have gone out or not: asked again under the same number it goes out once. */
        UNKNOWN
    }

    private record Answer(Outcome outcome) {}

    Mono<Outcome> send(UserId user, Digest digest) {
        return auth.post()
                .uri("/internal/users/{userId}/digest", user.value())
                .bodyValue(digest)
                .retrieve()
                .bodyToMono(Answer.class)
                .map(Answer::outcome)
                .timeout(PATIENCE)
                .onErrorResume(DigestMailer::unknown)
                .defaultIfEmpty(Outcome.UNKNOWN);
    }

    private static Mono<Outcome> unknown(Throwable failure) {
        log.warn("auth-service does not say whether a mail went out: {}", failure.toString());
        return Mono.just(Outcome.UNKNOWN);
    }
}
