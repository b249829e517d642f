package dev.ganglion.media.download;

import dev.ganglion.media.catalog.FileName;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

@RestController
class DownloadController {
    private final AwaitedMedia media;
    private final ContentDelivery delivery;

    DownloadController(AwaitedMedia media, ContentDelivery delivery) {
        this.media = media;
        this.delivery = delivery;
    }

    /**
     * Client-server API, {@code GET /_matrix/client/v1/media/download/{serverName}/{mediaId}}. Any
     * user may read what they know the ID of.
     */
    @GetMapping("/_matrix/client/v1/media/download/{serverName}/{mediaId}")
    Mono<Void> download(
            Requester requester,
            @PathVariable ServerName serverName,
            @PathVariable String mediaId,
            @RequestParam("timeout_ms") Optional<Long> timeoutMillis,
            ServerWebExchange exchange) {
        return media.get(requester.userId(), serverName, mediaId, timeoutMillis)
                .map(Deliverable::of)
                .flatMap(content -> delivery.deliver(content, exchange));
    }

    /** The same, under a name that the reader chooses. */
    @GetMapping("/_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}")
    Mono<Void> downloadAs(
            Requester requester,
            @PathVariable ServerName serverName,
            @PathVariable String mediaId,
            @PathVariable String fileName,
            @RequestParam("timeout_ms") Optional<Long> timeoutMillis,
            ServerWebExchange exchange) {
        return media.get(requester.userId(), serverName, mediaId, timeoutMillis)
                .map(Deliverable::of)
                .map(content -> FileName.of(fileName).map(content::named).orElse(content))
                .flatMap(content -> delivery.deliver(content, exchange));
    }
}
