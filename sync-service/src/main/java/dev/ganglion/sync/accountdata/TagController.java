package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Room tagging". */
@RestController
class TagController {
    private final Tags tags;

    TagController(Tags tags) {
        this.tags = tags;
    }

    @GetMapping("/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags")
    Mono<RawJson> get(
            Requester requester, @PathVariable UserId userId, @PathVariable RoomId roomId) {
        requester.mustBe(userId);
        return tags.get(userId, roomId);
    }

    @PutMapping("/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}")
    Mono<EmptyResponse> put(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable RoomId roomId,
            @PathVariable String tag,
            @RequestBody RawJson content) {
        requester.mustBe(userId);
        return tags.put(userId, roomId, tag, content).thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping("/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}")
    Mono<EmptyResponse> delete(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable RoomId roomId,
            @PathVariable String tag) {
        requester.mustBe(userId);
        return tags.delete(userId, roomId, tag).thenReturn(EmptyResponse.INSTANCE);
    }
}
