package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.Direction;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, {@code GET /rooms/{roomId}/timestamp_to_event}. */
@RestController
class TimestampController {
    private final TimestampService timestamps;

    TimestampController(TimestampService timestamps) {
        this.timestamps = timestamps;
    }

    record Nearest(EventId eventId, long originServerTs) {}

    @GetMapping("/_matrix/client/v1/rooms/{roomId}/timestamp_to_event")
    Mono<Nearest> nearest(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam long ts,
            @RequestParam String dir) {
        return timestamps.nearest(requester, roomId, ts, Direction.parse(dir));
    }
}
