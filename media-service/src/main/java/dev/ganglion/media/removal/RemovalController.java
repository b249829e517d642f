package dev.ganglion.media.removal;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** For room-service, which deletes events. */
@RestController
class RemovalController {
    private final RemovalService removal;

    RemovalController(RemovalService removal) {
        this.removal = removal;
    }

    @DeleteMapping("/internal/media/{mediaId}")
    Mono<EmptyResponse> remove(
            ServiceCaller caller, @PathVariable String mediaId, @RequestParam UserId uploader) {
        caller.mustBe("room");
        return removal.remove(mediaId, uploader).thenReturn(EmptyResponse.INSTANCE);
    }
}
