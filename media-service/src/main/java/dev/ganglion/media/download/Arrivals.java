package dev.ganglion.media.download;

import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Waits for content whose media ID was created before it. All who wait for one ID share one look at
 * the catalog now and then, and one user waits only so often at once: waiting costs nothing, so
 * that everybody could do it without end.
 */
final class Arrivals {
    static final int MAX_WAITING_OF_A_USER = 50;

    private final Function<String, Mono<MediaItem>> catalog;
    private final Duration betweenLooks;
    private final Clock clock;
    private final Map<String, Flux<MediaItem.Stored>> awaited = new ConcurrentHashMap<>();
    private final Map<UserId, Integer> waiting = new ConcurrentHashMap<>();

    Arrivals(Function<String, Mono<MediaItem>> catalog, Duration betweenLooks, Clock clock) {
        this.catalog = catalog;
        this.betweenLooks = betweenLooks;
        this.clock = clock;
    }

    /** Empty while the content may still come; {@code M_NOT_FOUND} when it never will. */
    Mono<MediaItem.Stored> look(String mediaId) {
        return catalog.apply(mediaId)
                .switchIfEmpty(Mono.error(Arrivals::unknown))
                .flatMap(
                        item ->
                                switch (item) {
                                    case MediaItem.Stored stored -> Mono.just(stored);
                                    case MediaItem.Pending pending -> unlessExpired(pending);
                                });
    }

    /**
     * {@code M_NOT_YET_UPLOADED} after that time, and at once for a user who waits too often
     * already.
     */
    Mono<MediaItem.Stored> await(UserId user, String mediaId, Duration longest) {
        return Mono.defer(
                () ->
                        longest.isPositive() && begin(user)
                                ? arrival(mediaId)
                                        .next()
                                        .timeout(longest, Mono.error(Arrivals::notYet))
                                        .doFinally(_ -> end(user))
                                : Mono.error(notYet()));
    }

    private Flux<MediaItem.Stored> arrival(String mediaId) {
        return awaited.computeIfAbsent(mediaId, this::looks);
    }

    /** Goes on from the first who waits until the last has gone. */
    private Flux<MediaItem.Stored> looks(String mediaId) {
        return Mono.delay(betweenLooks)
                .then(Mono.defer(() -> look(mediaId)))
                .repeat()
                .take(1)
                .doFinally(_ -> awaited.remove(mediaId))
                .share();
    }

    private Mono<MediaItem.Stored> unlessExpired(MediaItem.Pending pending) {
        return pending.expiresAt().isAfter(clock.instant()) ? Mono.empty() : Mono.error(unknown());
    }

    private boolean begin(UserId user) {
        if (waiting.merge(user, 1, Integer::sum) <= MAX_WAITING_OF_A_USER) {
            return true;
        }
        end(user);
        return false;
    }

    private void end(UserId user) {
        waiting.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }

    private static MatrixException notYet() {
        return MatrixException.of(
                504, ErrorCode.NOT_YET_UPLOADED, "The content has not been uploaded yet");
    }

    private static MatrixException unknown() {
        return MatrixException.notFound("There is no such media");
    }
}
