package dev.ganglion.room.thread;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.thread.ThreadService.Threads;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Querying threads in a room". */
@RestController
class ThreadController {
    private final ThreadService threads;

    ThreadController(ThreadService threads) {
        this.threads = threads;
    }

    @GetMapping("/_matrix/client/v1/rooms/{roomId}/threads")
    Mono<Threads> list(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam(defaultValue = "all") String include,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String from) {
        return threads.list(requester, roomId, ThreadRequest.parse(include, limit, from));
    }
}
