package dev.ganglion.media.download;

import dev.ganglion.media.catalog.LocalMedia;
import dev.ganglion.media.catalog.MediaCatalog;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.ServerName;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds content, waiting a while for an upload that was announced. */
@Service
public class AwaitedMedia {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final LocalMedia local;
    private final MediaCatalog catalog;
    private final Clock clock;

    AwaitedMedia(LocalMedia local, MediaCatalog catalog, Clock clock) {
        this.local = local;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * The content behind a media ID of a path. Unknown and foreign media is {@code M_NOT_FOUND};
     * what does not come in time is {@code M_NOT_YET_UPLOADED}.
     */
    public Mono<MediaItem.Stored> get(
            ServerName server, String mediaId, Optional<Long> timeoutMillis) {
        String known = local.mediaId(server, mediaId);
        Instant deadline = clock.instant().plus(wait(timeoutMillis));
        return look(known, deadline);
    }

    private static Duration wait(Optional<Long> millis) {
        Duration wanted =
                millis.map(given -> Duration.ofMillis(Math.max(0, given))).orElse(DEFAULT_WAIT);
        return wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
    }

    private Mono<MediaItem.Stored> look(String mediaId, Instant deadline) {
        return catalog.find(mediaId)
                .switchIfEmpty(Mono.error(AwaitedMedia::unknown))
                .flatMap(
                        item ->
                                switch (item) {
                                    case MediaItem.Stored stored -> Mono.just(stored);
                                    case MediaItem.Pending pending -> await(pending, deadline);
                                });
    }

    private Mono<MediaItem.Stored> await(MediaItem.Pending pending, Instant deadline) {
        Instant now = clock.instant();
        if (!pending.expiresAt().isAfter(now)) {
            return Mono.error(unknown());
        }
        if (!deadline.isAfter(now)) {
            return Mono.error(
                    MatrixException.of(
                            504,
                            ErrorCode.NOT_YET_UPLOADED,
                            "The content has not been uploaded yet"));
        }
        return Mono.delay(BETWEEN_LOOKS).flatMap(_ -> look(pending.mediaId(), deadline));
    }

    private static MatrixException unknown() {
        return MatrixException.notFound("There is no such media");
    }
}
