package dev.ganglion.media.thumbnail;

import dev.ganglion.media.download.Deliverable;
import dev.ganglion.media.storage.MediaStorage;
import dev.ganglion.media.storage.StoredContent;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a thumbnail or makes it, once for all who ask at the same time. */
@Service
class ThumbnailService {
    private final ThumbnailRepository made;
    private final Thumbnailer thumbnailer;
    private final ThumbnailPool pool;
    private final MediaStorage storage;
    private final Map<WantedThumbnail, Mono<Deliverable>> inProgress = new ConcurrentHashMap<>();

    ThumbnailService(
            ThumbnailRepository made,
            Thumbnailer thumbnailer,
            ThumbnailPool pool,
            MediaStorage storage) {
        this.made = made;
        this.thumbnailer = thumbnailer;
        this.pool = pool;
        this.storage = storage;
    }

    Mono<Deliverable> get(WantedThumbnail wanted) {
        return made.find(wanted.item().mediaId(), wanted.size())
                .switchIfEmpty(Mono.defer(() -> inProgress.computeIfAbsent(wanted, this::start)));
    }

    /** Goes on when the first who asked is gone. */
    private Mono<Deliverable> start(WantedThumbnail wanted) {
        return pool.run(isLate -> thumbnailer.make(wanted, isLate))
                .flatMap(thumbnail -> keep(wanted, thumbnail))
                .defaultIfEmpty(Deliverable.of(wanted.item()))
                .doFinally(_ -> inProgress.remove(wanted))
                .cache();
    }

    private Mono<Deliverable> keep(WantedThumbnail wanted, MadeThumbnail thumbnail) {
        long size = thumbnail.bytes().remaining();
        var bytes = DefaultDataBufferFactory.sharedInstance.wrap(thumbnail.bytes());
        return storage.store(Flux.just(bytes), OptionalLong.of(size), size)
                .map(stored -> deliverable(stored, thumbnail))
                .flatMap(kept -> record(wanted, kept));
    }

    private static Deliverable deliverable(StoredContent stored, MadeThumbnail thumbnail) {
        return new Deliverable(
                stored.key(),
                stored.sizeBytes(),
                thumbnail.type(),
                ThumbnailRepository.name(thumbnail.type().value()));
    }

    private Mono<Deliverable> record(WantedThumbnail wanted, Deliverable kept) {
        String mediaId = wanted.item().mediaId();
        return made.add(mediaId, wanted.size(), kept)
                .flatMap(
                        isFirst ->
                                isFirst
                                        ? Mono.just(kept)
                                        : storage.delete(kept.file())
                                                .then(made.find(mediaId, wanted.size())));
    }
}
