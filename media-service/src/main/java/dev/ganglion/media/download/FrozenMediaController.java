package dev.ganglion.media.download;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Content repository": unauthenticated media is frozen, and was always. */
@RestController
class FrozenMediaController {
    private static final String DOWNLOADS = "/_matrix/media/*/download/**";
    private static final String THUMBNAILS = "/_matrix/media/*/thumbnail/**";

    @GetMapping({DOWNLOADS, THUMBNAILS})
    Mono<Void> frozen() {
        return Mono.error(
                MatrixException.notFound(
                        "Media is read with an access token, below /_matrix/client/v1/media"));
    }

    @Configuration
    static class OpenToAll {
        @Bean
        PublicEndpoints frozenMediaEndpoints() {
            return PublicEndpoints.of(DOWNLOADS, THUMBNAILS);
        }
    }
}
