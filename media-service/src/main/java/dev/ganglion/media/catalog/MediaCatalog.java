package dev.ganglion.media.catalog;

import dev.ganglion.media.storage.FileKey;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/** The rows of media.media. */
@Repository
public class MediaCatalog {
    private final DatabaseClient database;

    MediaCatalog(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the primary key. */
    public Mono<MediaItem> find(String mediaId) {
        return database.sql(
                        """
                        select media_id, uploader, expires_at, storage_key, content_type, filename, size_bytes
                        from media.media
                        where media_id = :mediaId
                        """)
                .bind("mediaId", mediaId)
                .map(MediaCatalog::item)
                .one();
    }

    public Mono<Void> add(String mediaId, UserId uploader, NewContent content, Instant now) {
        return bindContent(
                        database.sql(
                                """
                                insert into media.media
                                  (media_id, uploader, created_at, storage_key, content_type, filename, size_bytes, sha256)
                                values (:mediaId, :uploader, :now, :storageKey, :contentType, :filename, :size, :sha256)
                                """),
                        mediaId,
                        content)
                .bind("uploader", uploader.value())
                .bind("now", at(now))
                .then();
    }

    /**
     * Reserves an ID, unless the user has too many unused ones; dead ones are forgotten first.
     * Relies on media_pending.
     *
     * @return whether it was reserved
     */
    public Mono<Boolean> reserve(MediaItem.Pending item, int maxPending, Instant now) {
        return database.sql(
                        """
                        with expired as (
                          delete from media.media
                          where uploader = :uploader and storage_key is null and expires_at <= :now
                        )
                        insert into media.media (media_id, uploader, created_at, expires_at)
                        select :mediaId, :uploader, :now, :expiresAt
                        where (
                          select count(*)
                          from media.media
                          where uploader = :uploader and storage_key is null and expires_at > :now
                        ) < :maxPending
                        """)
                .bind("uploader", item.uploader().value())
                .bind("now", at(now))
                .bind("mediaId", item.mediaId())
                .bind("expiresAt", at(item.expiresAt()))
                .bind("maxPending", maxPending)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Gives a reserved ID its content, unless another upload was first.
     *
     * @return whether it was given
     */
    public Mono<Boolean> complete(String mediaId, NewContent content) {
        return bindContent(
                        database.sql(
                                """
                                update media.media
                                set storage_key = :storageKey, content_type = :contentType, filename = :filename,
                                    size_bytes = :size, sha256 = :sha256, expires_at = null
                                where media_id = :mediaId and storage_key is null
                                """),
                        mediaId,
                        content)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Forgets an ID with its thumbnails. Relies on the primary key. */
    public Mono<Void> delete(String mediaId) {
        return database.sql("delete from media.media where media_id = :mediaId")
                .bind("mediaId", mediaId)
                .then();
    }

    private static DatabaseClient.GenericExecuteSpec bindContent(
            DatabaseClient.GenericExecuteSpec statement, String mediaId, NewContent content) {
        return statement
                .bind("mediaId", mediaId)
                .bind("storageKey", content.stored().key().value())
                .bind("contentType", content.type().value())
                .bind("filename", text(content.fileName()))
                .bind("size", content.stored().sizeBytes())
                .bind("sha256", content.stored().sha256());
    }

    private static Object text(Optional<FileName> name) {
        return Parameters.in(R2dbcType.VARCHAR, name.map(FileName::value).orElse(null));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static MediaItem item(Readable row) {
        String mediaId = required(row, "media_id", String.class);
        UserId uploader = UserId.parse(required(row, "uploader", String.class));
        String key = row.get("storage_key", String.class);
        if (key == null) {
            Instant expiresAt = required(row, "expires_at", OffsetDateTime.class).toInstant();
            return new MediaItem.Pending(mediaId, uploader, expiresAt);
        }
        return new MediaItem.Stored(
                mediaId,
                uploader,
                new FileKey(key),
                required(row, "size_bytes", Long.class),
                new ContentType(required(row, "content_type", String.class)),
                Optional.ofNullable(row.get("filename", String.class)).map(FileName::new));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
