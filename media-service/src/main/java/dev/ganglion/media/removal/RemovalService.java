package dev.ganglion.media.removal;

import dev.ganglion.media.catalog.MediaCatalog;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.media.storage.MediaStorage;
import dev.ganglion.media.thumbnail.Thumbnails;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/**
 * Removes media for good. First the files, then the rows: whoever asks repeats it until it is done,
 * and as long as the rows are there they say which files are left. A reader in between is told that
 * the content is gone.
 */
@Service
class RemovalService {
    private final MediaCatalog catalog;
    private final MediaStorage storage;
    private final Thumbnails thumbnails;

    RemovalService(MediaCatalog catalog, MediaStorage storage, Thumbnails thumbnails) {
        this.catalog = catalog;
        this.storage = storage;
        this.thumbnails = thumbnails;
    }

    /**
     * Does nothing when there is no such media, or another user has uploaded it: everybody may
     * mention what others have uploaded, and nobody can have it removed by that.
     */
    Mono<Void> remove(String mediaId, UserId uploader) {
        return catalog.find(mediaId)
                .filter(item -> item.uploader().equals(uploader))
                .flatMap(item -> removeFiles(item).then(catalog.delete(mediaId)));
    }

    private Mono<Void> removeFiles(MediaItem item) {
        return switch (item) {
            case MediaItem.Stored stored ->
                    thumbnails.deleteFiles(stored.mediaId()).then(storage.delete(stored.file()));
            case MediaItem.Pending _ -> Mono.empty();
        };
    }
}
