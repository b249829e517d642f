package dev.ganglion.media.thumbnail;

import dev.ganglion.media.download.AwaitedMedia;
import dev.ganglion.media.download.ContentDelivery;
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
class ThumbnailController {
    private final AwaitedMedia media;
    private final ThumbnailService thumbnails;
    private final ContentDelivery delivery;

    ThumbnailController(AwaitedMedia media, ThumbnailService thumbnails, ContentDelivery delivery) {
        this.media = media;
        this.thumbnails = thumbnails;
        this.delivery = delivery;
    }

    /** Client-server API, {@code GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}}. */
    @GetMapping("/_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}")
    Mono<Void> thumbnail(
            Requester requester,
            @PathVariable ServerName serverName,
            @PathVariable String mediaId,
            @RequestParam int width,
            @RequestParam int height,
            @RequestParam(defaultValue = "scale") String method,
            @RequestParam(defaultValue = "false") boolean animated,
            @RequestParam("timeout_ms") Optional<Long> timeoutMillis,
            ServerWebExchange exchange) {
        ThumbnailSize size = ThumbnailSize.covering(width, height, Method.parse(method));
        return media.get(requester.userId(), serverName, mediaId, timeoutMillis)
                .flatMap(item -> thumbnails.get(new WantedThumbnail(item, size, animated)))
                .flatMap(thumbnail -> delivery.deliver(thumbnail, exchange));
    }
}
