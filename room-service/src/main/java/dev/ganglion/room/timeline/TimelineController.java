package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.timeline.ContextService.Context;
import dev.ganglion.room.timeline.MessagesService.Messages;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Getting events for a room". */
@RestController
class TimelineController {
    private final MessagesService messages;
    private final ContextService contexts;

    TimelineController(MessagesService messages, ContextService contexts) {
        this.messages = messages;
        this.contexts = contexts;
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/messages")
    Mono<Messages> messages(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam String dir,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String filter) {
        return messages.page(requester, roomId, PageRequest.parse(dir, from, to, limit, filter));
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/event/{eventId}")
    Mono<RawJson> event(
            Requester requester, @PathVariable RoomId roomId, @PathVariable EventId eventId) {
        return contexts.event(requester, roomId, eventId);
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/context/{eventId}")
    Mono<Context> context(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String filter) {
        EventFilter wanted = filter == null ? EventFilter.NONE : EventFilter.parse(filter);
        return contexts.context(
                requester, roomId, eventId, wanted.limit(PageRequest.limit(limit, 0)), wanted);
    }
}
