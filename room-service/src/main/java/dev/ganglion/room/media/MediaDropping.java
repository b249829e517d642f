package dev.ganglion.room.media;

import dev.ganglion.protocol.error.MatrixException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/**
 * Has media-service drop what nothing mentions any more. While media-service is away the notes stay
 * and wait.
 */
@Service
class MediaDropping {
    private static final Logger log = LoggerFactory.getLogger(MediaDropping.class);
    private static final int AT_ONCE = 200;

    private final PurgedMediaRepository repository;
    private final MediaService media;

    MediaDropping(PurgedMediaRepository repository, MediaService media) {
        this.repository = repository;
        this.media = media;
    }

    /** Looks after what was noted first; the rest has its turn in the next round. */
    Mono<Void> round() {
        return repository
                .list(AT_ONCE)
                .collectList()
                .flatMapIterable(found -> found)
                .concatMap(this::lookAfter)
                .then();
    }

    private Mono<Void> lookAfter(OwnedMedia owned) {
        return repository
                .findMention(owned)
                .flatMap(mention -> lookAfter(owned, mention))
                .onErrorResume(MatrixException.class, failure -> later(owned, failure));
    }

    private Mono<Void> lookAfter(OwnedMedia owned, Mention mention) {
        return switch (mention) {
            case LASTING -> repository.letWait(owned);
            case SCHEDULED -> repository.putOff(owned);
            case NONE -> media.drop(owned).then(repository.forget(owned));
        };
    }

    /**
     * Whatever the reason, another has its turn before this one: a file that can never be dropped
     * must not keep all others. A fault of media-service ends the round besides.
     */
    private Mono<Void> later(OwnedMedia owned, MatrixException failure) {
        log.warn("{} could not be dropped yet: {}", owned.media(), failure.getMessage());
        return repository
                .putOff(owned)
                .then(MatrixException.isRefusal(failure) ? Mono.empty() : Mono.error(failure));
    }
}
