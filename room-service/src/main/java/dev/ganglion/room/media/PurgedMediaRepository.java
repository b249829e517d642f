package dev.ganglion.room.media;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** The table of media to look after, and what else may mention them. */
@Repository
class PurgedMediaRepository {
    private final DatabaseClient database;

    PurgedMediaRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What waits for another event to go may have waited for this one. */
    Mono<Void> note(List<OwnedMedia> media) {
        return database.sql(
                        """
                        with woken as (
                            update rooms.purged_media
                            set is_waiting = false, noted_at = now()
                            where media = any(:media) and is_waiting
                        )
                        insert into rooms.purged_media (media, uploader)
                        select * from unnest(:media, :uploaders)
                        on conflict do nothing
                        """)
                .bind("media", media.stream().map(OwnedMedia::media).toArray(String[]::new))
                .bind(
                        "uploaders",
                        media.stream()
                                .map(owned -> owned.uploader().value())
                                .toArray(String[]::new))
                .then();
    }

    /** Those noted first. Relies on purged_media_in_order. */
    Flux<OwnedMedia> list(int limit) {
        return database.sql(
                        """
                        select media, uploader
                        from rooms.purged_media
                        where not is_waiting
                        order by noted_at
                        limit :limit
                        """)
                .bind("limit", limit)
                .map(PurgedMediaRepository::media)
                .all();
    }

    /**
     * What still mentions it: an event of any room, wherever in it, somebody's picture, or an event
     * that waits for its time. In one statement, for what is sent meanwhile goes from one table to
     * the other. Relies on event_media, profile_avatar and delayed_event_media.
     */
    Mono<Mention> findMention(OwnedMedia media) {
        return database.sql(
                        """
                        select case
                                   when exists (
                                           select 1
                                           from rooms.event e
                                           where rooms.media_of(e.json) @> cast(array[:media] as text[])
                                             and position('mxc://'::bytea in e.json) > 0)
                                       or exists (
                                           select 1
                                           from rooms.profile p
                                           where p.field = 'avatar_url'
                                             and p.value = convert_to('"mxc://' || :media || '"', 'UTF8'))
                                       then 'LASTING'
                                   when exists (
                                           select 1
                                           from rooms.delayed_event d
                                           where rooms.media_of(d.content) @> cast(array[:media] as text[])
                                             and position('mxc://'::bytea in d.content) > 0
                                             and d.finalised_at is null)
                                       then 'SCHEDULED'
                                   else 'NONE'
                               end as mention
                        """)
                .bind("media", media.media())
                .map(
                        row ->
                                Mention.valueOf(
                                        Objects.requireNonNull(row.get("mention", String.class))))
                .one();
    }

    Mono<Void> forget(OwnedMedia media) {
        return database.sql(
                        """
                        delete from rooms.purged_media
                        where media = :media and uploader = :uploader
                        """)
                .bind("media", media.media())
                .bind("uploader", media.uploader().value())
                .then();
    }

    /** It is looked at again after all others. */
    Mono<Void> putOff(OwnedMedia media) {
        return update("set noted_at = now()", media);
    }

    /** It is looked at again when another event that mentions it is purged. */
    Mono<Void> letWait(OwnedMedia media) {
        return update("set is_waiting = true", media);
    }

    private Mono<Void> update(String change, OwnedMedia media) {
        return database.sql(
                        """
                        update rooms.purged_media
                        %s
                        where media = :media and uploader = :uploader
                        """
                                .formatted(change))
                .bind("media", media.media())
                .bind("uploader", media.uploader().value())
                .then();
    }

    private static OwnedMedia media(Readable row) {
        return new OwnedMedia(
                Objects.requireNonNull(row.get("media", String.class)),
                UserId.parse(Objects.requireNonNull(row.get("uploader", String.class))));
    }
}
