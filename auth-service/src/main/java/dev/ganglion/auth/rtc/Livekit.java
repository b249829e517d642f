package dev.ganglion.auth.rtc;

import dev.ganglion.service.config.SecretSetting;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** What is set up of LiveKit, checked at the start. */
@Component
class Livekit {
    private final Optional<String> serviceUrl;
    private final Optional<MediaServer> server;
    private final Optional<LivekitTokens> tokens;
    private final LivekitRooms rooms;

    Livekit(LivekitProperties properties, LivekitRooms rooms, Clock clock) {
        Optional<URI> address = Optional.ofNullable(properties.serviceUrl());
        address.ifPresent(url -> MediaServer.requireScheme("service-url", url, "https", "http"));
        this.serviceUrl = address.map(url -> url.toString().replaceFirst("/+$", ""));
        this.server =
                MediaServer.of(
                        properties,
                        SecretSetting.read(
                                "ganglion.livekit.secret",
                                properties.secret(),
                                properties.secretFile()));
        this.tokens = server.map(own -> new LivekitTokens(own, properties.tokenLifetime(), clock));
        this.rooms = rooms;
    }

    /** A ticket into a call, as it goes to the client. */
    record Ticket(URI url, String jwt) {
        /** Without the token, which must not get into a log. */
        @Override
        public String toString() {
            return "Ticket[" + url + "]";
        }
    }

    /** Where clients get tickets, without a slash at the end. */
    Optional<String> serviceUrl() {
        return serviceUrl;
    }

    /** Whether tickets are given out here. */
    boolean hasTickets() {
        return server.isPresent();
    }

    /** Belongs after the check that the participant is in the Matrix room. */
    Mono<Ticket> ticket(Participant participant) {
        MediaServer own = server.orElseThrow();
        LivekitTokens signing = tokens.orElseThrow();
        return rooms.ensure(own, signing, participant.room())
                .then(Mono.fromSupplier(() -> new Ticket(own.url(), signing.toJoin(participant))));
    }
}
