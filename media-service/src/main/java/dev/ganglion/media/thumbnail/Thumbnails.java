package dev.ganglion.media.thumbnail;

import dev.ganglion.media.storage.MediaStorage;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** The thumbnails that were made, for whoever removes what they show. */
@Service
public class Thumbnails {
    private final ThumbnailRepository made;
    private final MediaStorage storage;

    Thumbnails(ThumbnailRepository made, MediaStorage storage) {
        this.made = made;
        this.storage = storage;
    }

    /** Their rows go with the row of the media. */
    public Mono<Void> deleteFiles(String mediaId) {
        return made.listFiles(mediaId)
                .collectList()
                .flatMapIterable(files -> files)
                .concatMap(storage::delete)
                .then();
    }
}
