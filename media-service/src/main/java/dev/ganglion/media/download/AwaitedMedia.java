package dev.ganglion.media.download;

import dev.ganglion.media.catalog.LocalMedia;
import dev.ganglion.media.catalog.MediaCatalog;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Finds content, waiting a while for an upload that was announced. */
@Service
public class AwaitedMedia {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final LocalMedia local;
    private final Arrivals arrivals;

    AwaitedMedia(LocalMedia local, MediaCatalog catalog, Clock clock) {
        this.local = local;
        this.arrivals = new Arrivals(catalog::find, BETWEEN_LOOKS, clock);
    }

    /**
     * The content behind a media ID of a path. Unknown and foreign media is {@code M_NOT_FOUND};
     * what does not come in time is {@code M_NOT_YET_UPLOADED}.
     *
     * @param reader who waits, and cannot wait for everything at once
     */
    public Mono<MediaItem.Stored> get(
            UserId reader, ServerName server, String mediaId, Optional<Long> timeoutMillis) {
        String known = local.mediaId(server, mediaId);
        return arrivals.look(known)
                .switchIfEmpty(arrivals.await(reader, known, wait(timeoutMillis)));
    }

    private static Duration wait(Optional<Long> millis) {
        Duration wanted =
                millis.map(given -> Duration.ofMillis(Math.max(0, given))).orElse(DEFAULT_WAIT);
        return wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
    }
}
