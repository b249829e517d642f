package dev.ganglion.media.upload;

import dev.ganglion.media.catalog.MediaCatalog;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.media.catalog.NewContent;
import dev.ganglion.media.storage.MediaStorage;
import dev.ganglion.media.storage.StoredContent;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.function.Function;

/** First the file, then its row: a row never promises bytes that a crash could take away. */
@Service
class UploadService {
    private final MediaStorage storage;
    private final MediaCatalog catalog;
    private final MediaIds ids;
    private final UploadProperties limits;
    private final Clock clock;

    UploadService(
            MediaStorage storage,
            MediaCatalog catalog,
            MediaIds ids,
            UploadProperties limits,
            Clock clock) {
        this.storage = storage;
        this.catalog = catalog;
        this.ids = ids;
        this.limits = limits;
        this.clock = clock;
    }

    /** Stores new content and answers its media ID. */
    Mono<String> upload(UserId uploader, Upload upload) {
        return store(upload, content -> add(uploader, content));
    }

    private Mono<String> add(UserId uploader, NewContent content) {
        String mediaId = ids.next();
        return catalog.add(mediaId, uploader, content, clock.instant()).thenReturn(mediaId);
    }

    /** Stores the content of an ID that was created before. */
    Mono<Void> uploadTo(String mediaId, UserId uploader, Upload upload) {
        return catalog.find(mediaId)
                .switchIfEmpty(Mono.error(UploadService::unknownId))
                .doOnNext(item -> checkAwaits(item, uploader))
                .flatMap(item -> store(upload, content -> complete(mediaId, content)))
                .then();
    }

    private void checkAwaits(MediaItem item, UserId uploader) {
        if (!item.uploader().equals(uploader)) {
            throw MatrixException.forbidden("Another user created this media ID");
        }
        switch (item) {
            case MediaItem.Stored _ -> throw alreadyUploaded();
            case MediaItem.Pending pending -> {
                if (!pending.expiresAt().isAfter(clock.instant())) {
                    throw unknownId();
                }
            }
        }
    }

    private Mono<String> complete(String mediaId, NewContent content) {
        return catalog.complete(mediaId, content)
                .filter(isFirst -> isFirst)
                .map(_ -> mediaId)
                .switchIfEmpty(Mono.error(UploadService::alreadyUploaded));
    }

    private Mono<String> store(Upload upload, Function<NewContent, Mono<String>> record) {
        return storage.store(
                        upload.bytes(), upload.declaredBytes(), limits.maxUploadSize().toBytes())
                .flatMap(stored -> recorded(stored, upload, record));
    }

    /** A file without a row would stay for ever unseen. */
    private Mono<String> recorded(
            StoredContent stored, Upload upload, Function<NewContent, Mono<String>> record) {
        return record.apply(new NewContent(stored, upload.type(), upload.fileName()))
                .onErrorResume(failure -> storage.delete(stored.key()).then(Mono.error(failure)));
    }

    private static MatrixException unknownId() {
        return MatrixException.notFound("The media ID is unknown or has expired");
    }

    private static MatrixException alreadyUploaded() {
        return MatrixException.of(
                409, ErrorCode.CANNOT_OVERWRITE_MEDIA, "The media was uploaded already");
    }
}
