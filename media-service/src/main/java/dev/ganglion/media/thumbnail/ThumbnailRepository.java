package dev.ganglion.media.thumbnail;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.FileName;
import dev.ganglion.media.download.Deliverable;
import dev.ganglion.media.storage.FileKey;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.Optional;

/** The rows of media.thumbnail. */
@Repository
class ThumbnailRepository {
    private final DatabaseClient database;

    ThumbnailRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the primary key. */
    Mono<Deliverable> find(String mediaId, ThumbnailSize size) {
        return bindKey(
                        database.sql(
                                """
                                select storage_key, content_type, size_bytes
                                from media.thumbnail
                                where media_id = :mediaId and width = :width and height = :height
                                  and method = :method
                                """),
                        mediaId,
                        size)
                .map(ThumbnailRepository::deliverable)
                .one();
    }

    /**
     * Keeps a thumbnail unless another replica was first.
     *
     * @return whether it was kept
     */
    Mono<Boolean> add(String mediaId, ThumbnailSize size, Deliverable thumbnail) {
        return bindKey(
                        database.sql(
                                """
                                insert into media.thumbnail
                                  (media_id, width, height, method, storage_key, content_type, size_bytes)
                                values (:mediaId, :width, :height, :method, :storageKey, :contentType, :size)
                                on conflict (media_id, width, height, method) do nothing
                                """),
                        mediaId,
                        size)
                .bind("storageKey", thumbnail.file().value())
                .bind("contentType", thumbnail.type().value())
                .bind("size", thumbnail.sizeBytes())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** The files of all thumbnails of a piece of media. Relies on the primary key. */
    Flux<FileKey> listFiles(String mediaId) {
        return database.sql("select storage_key from media.thumbnail where media_id = :mediaId")
                .bind("mediaId", mediaId)
                .map(
                        row ->
                                new FileKey(
                                        Objects.requireNonNull(
                                                row.get("storage_key", String.class))))
                .all();
    }

    private static DatabaseClient.GenericExecuteSpec bindKey(
            DatabaseClient.GenericExecuteSpec statement, String mediaId, ThumbnailSize size) {
        return statement
                .bind("mediaId", mediaId)
                .bind("width", size.width())
                .bind("height", size.height())
                .bind("method", size.method().word());
    }

    private static Deliverable deliverable(Readable row) {
        String type = Objects.requireNonNull(row.get("content_type", String.class));
        return new Deliverable(
                new FileKey(Objects.requireNonNull(row.get("storage_key", String.class))),
                Objects.requireNonNull(row.get("size_bytes", Long.class)),
                new ContentType(type),
                name(type));
    }

    /** {@code image/png} becomes {@code thumbnail.png}. */
    static Optional<FileName> name(String type) {
        return FileName.of("thumbnail." + type.substring(type.indexOf('/') + 1));
    }
}
