package dev.ganglion.media.upload;

import dev.ganglion.media.catalog.LocalMedia;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

@RestController
class CreateController {
    private final UnusedIds unusedIds;
    private final LocalMedia local;

    CreateController(UnusedIds unusedIds, LocalMedia local) {
        this.unusedIds = unusedIds;
        this.local = local;
    }

    /** Client-server API, {@code POST /_matrix/media/v1/create}. */
    @PostMapping("/_matrix/media/v1/create")
    Mono<CreateResponse> create(Requester requester) {
        return unusedIds
                .create(requester.userId())
                .map(
                        item ->
                                new CreateResponse(
                                        local.uri(item.mediaId()),
                                        item.expiresAt().toEpochMilli()));
    }

    record CreateResponse(MxcUri contentUri, long unusedExpiresAt) {}
}
