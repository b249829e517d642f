package dev.ganglion.auth.rtc;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.outbound.OutboundHttp;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Duration;

/**
 * Makes rooms in LiveKit, whose participants may not; a room that is there stays as it is. LiveKit,
 * "RoomService API".
 */
@Component
class LivekitRooms {
    private static final Logger log = LoggerFactory.getLogger(LivekitRooms.class);
    private static final String CREATE = "/twirp/livekit.RoomService/CreateRoom";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a room waits for its first participant, and after the last one, in seconds. */
    private static final long EMPTY_TIMEOUT = 300;

    private static final long DEPARTURE_TIMEOUT = 20;

    private final OutboundHttp http = OutboundHttp.of("livekit", PATIENCE);

    @PreDestroy
    void stop() {
        http.close();
    }

    /** Fails with 503 where LiveKit is away or refuses. */
    Mono<Void> ensure(MediaServer server, LivekitTokens tokens, String room) {
        JsonObject request =
                JsonObject.builder()
                        .put("name", room)
                        .put("empty_timeout", EMPTY_TIMEOUT)
                        .put("departure_timeout", DEPARTURE_TIMEOUT)
                        .build();
        return http.client()
                .post()
                .uri(URI.create(server.apiUrl().toString().replaceFirst("/+$", "") + CREATE))
                .headers(headers -> headers.setBearerAuth(tokens.toCreateRooms()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request.toString())
                .retrieve()
                .toBodilessEntity()
                .timeout(PATIENCE)
                .then()
                .onErrorMap(LivekitRooms::away);
    }

    private static MatrixException away(Throwable failure) {
        log.warn("LiveKit made no room: {}", failure.toString());
        return MatrixException.unavailable("The media server cannot be reached");
    }
}
