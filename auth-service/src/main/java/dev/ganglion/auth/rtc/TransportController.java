package dev.ganglion.auth.rtc;

import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;

/** MSC4143: by which ways this server's users can call each other. */
@RestController
class TransportController {
    private static final String LIVEKIT = "livekit";

    private final Livekit livekit;

    TransportController(Livekit livekit) {
        this.livekit = livekit;
    }

    record Transport(String type, String livekitServiceUrl) {}

    record Transports(List<Transport> rtcTransports) {}

    @GetMapping({
        "/_matrix/client/v1/rtc/transports",
        "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports"
    })
    Mono<Transports> transports(Requester requester) {
        return Mono.just(
                new Transports(
                        livekit.serviceUrl().map(url -> new Transport(LIVEKIT, url)).stream()
                                .toList()));
    }
}
