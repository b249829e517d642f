package dev.ganglion.sync.digest;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.sync.pusher.PusherProperties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks on every replica for what is due: claims keep them apart. */
@Configuration(proxyBeanMethods = false)
class DigestBackground {
    private static final Logger log = LoggerFactory.getLogger(DigestBackground.class);

    @Bean
    Repetition sendingDigests(
            DigestRepository digests,
            DigestDelivery delivery,
            DigestProperties properties,
            PusherProperties pushers) {
        return Repetition.every(
                properties.interval(),
                "Mailing what was missed",
                () ->
                        pushers.email()
                                ? round(digests, delivery, properties.atOnce())
                                : Mono.empty());
    }

    /** Until nothing is due; what fails is due again when its claim has ended. */
    private static Mono<Void> round(DigestRepository digests, DigestDelivery delivery, int atOnce) {
        return digests.take(atOnce)
                .collectList()
                .expand(
                        claims ->
                                claims.isEmpty()
                                        ? Mono.empty()
                                        : Flux.fromIterable(claims)
                                                .flatMap(claim -> deliver(delivery, claim), atOnce)
                                                .then(digests.take(atOnce).collectList()))
                .then();
    }

    private static Mono<Void> deliver(DigestDelivery delivery, DigestClaim claim) {
        return delivery.deliver(claim)
                .onErrorResume(
                        failure -> {
                            log.warn("A digest waits for another attempt: {}", failure.toString());
                            return Mono.empty();
                        });
    }
}
