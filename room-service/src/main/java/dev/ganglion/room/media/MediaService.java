package dev.ganglion.room.media;

import dev.ganglion.service.client.InternalClients;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** media-service, as far as it is needed here. */
@Component
class MediaService {
    private final WebClient client;

    @Autowired
    MediaService(InternalClients clients) {
        this(clients.of("media"));
    }

    MediaService(WebClient client) {
        this.client = client;
    }

    /** Completes when the media is gone, was gone before, or is another user's. */
    Mono<Void> drop(OwnedMedia owned) {
        return client.delete()
                .uri(
                        "/internal/media/{mediaId}?uploader={uploader}",
                        owned.mediaId(),
                        owned.uploader().value())
                .retrieve()
                .toBodilessEntity()
                .then();
    }
}
