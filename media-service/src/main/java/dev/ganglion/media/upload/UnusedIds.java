package dev.ganglion.media.upload;

import dev.ganglion.media.catalog.MediaCatalog;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Media IDs that wait for their content; each user has a limited number of them. */
@Service
class UnusedIds {
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final MediaCatalog catalog;
    private final MediaIds ids;
    private final UploadProperties limits;
    private final Scheduler diskScheduler;
    private final Clock clock;

    UnusedIds(
            MediaCatalog catalog,
            MediaIds ids,
            UploadProperties limits,
            Scheduler diskScheduler,
            Clock clock) {
        this.catalog = catalog;
        this.ids = ids;
        this.limits = limits;
        this.diskScheduler = diskScheduler;
        this.clock = clock;
    }

    Mono<MediaItem.Pending> create(UserId user) {
        return Mono.fromCallable(ids::next)
                .subscribeOn(diskScheduler)
                .flatMap(mediaId -> reserve(mediaId, user));
    }

    private Mono<MediaItem.Pending> reserve(String mediaId, UserId user) {
        Instant now = clock.instant();
        var item = new MediaItem.Pending(mediaId, user, now.plus(limits.unusedIdLifetime()));
        return catalog.reserve(item, limits.maxUnusedIds(), now)
                .filter(isReserved -> isReserved)
                .map(_ -> item)
                .switchIfEmpty(Mono.error(() -> MatrixException.limitExceeded(RETRY_AFTER)));
    }
}
