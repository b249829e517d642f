package dev.ganglion.media.upload;

import dev.ganglion.media.catalog.LocalMedia;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

@RestController
class UploadController {
    private final UploadService uploads;
    private final LocalMedia local;

    UploadController(UploadService uploads, LocalMedia local) {
        this.uploads = uploads;
        this.local = local;
    }

    /** Client-server API, {@code POST /_matrix/media/v3/upload}, and as it was called before. */
    @PostMapping({
        "/_matrix/media/v3/upload",
        "/_matrix/media/r0/upload",
        "/_matrix/media/v1/upload"
    })
    Mono<UploadResponse> upload(
            Requester requester,
            @RequestParam Optional<String> filename,
            ServerHttpRequest request) {
        return uploads.upload(requester.userId(), Upload.of(request, filename))
                .map(local::uri)
                .map(UploadResponse::new);
    }

    /** Client-server API, {@code PUT /_matrix/media/v3/upload/{serverName}/{mediaId}}. */
    @PutMapping("/_matrix/media/v3/upload/{serverName}/{mediaId}")
    Mono<EmptyResponse> uploadTo(
            Requester requester,
            @PathVariable ServerName serverName,
            @PathVariable String mediaId,
            @RequestParam Optional<String> filename,
            ServerHttpRequest request) {
        return uploads.uploadTo(
                        local.mediaId(serverName, mediaId),
                        requester.userId(),
                        Upload.of(request, filename))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    record UploadResponse(MxcUri contentUri) {}
}
