package dev.ganglion.room.space;

import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where pages go on. The frames name spaces that a reader could see when they were written, so they
 * stay here, and clients get a token that says nothing.
 */
@Repository
class SpacePageRepository {
    private static final int TOKEN_BYTES = 18;
    private static final int MOST_OF_A_USER = 50;

    private final DatabaseClient database;
    private final SecureRandom random = new SecureRandom();

    SpacePageRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What the pages so far have left behind.
     *
     * @param frames the spaces that are not read to their end, innermost first
     * @param given the rooms that were given
     */
    record Progress(List<Frame> frames, Set<RoomNid> given) {}

    /** Empty for tokens of another user, room or query, and for those that are too old. */
    Mono<Progress> find(String token, UserId user, RoomId space, HierarchyQuery query) {
        return database.sql(
                        """
                        select p.frames, p.given
                        from rooms.space_page p
                        join rooms.room r on r.room_nid = p.room_nid
                        where p.token = :token and p.user_id = :user and r.room_id = :room
                          and p.is_suggested_only = :isSuggestedOnly and p.max_depth = :maxDepth
                          and p.expires_at > now()
                        """)
                .bind("token", token)
                .bind("user", user.value())
                .bind("room", space.value())
                .bind("isSuggestedOnly", query.isSuggestedOnly())
                .bind("maxDepth", query.maxDepth())
                .map(SpacePageRepository::progress)
                .one();
    }

    /**
     * Keeps where the next page begins, for an hour, and answers its token. What has expired goes,
     * and so does the oldest of a user who keeps too many. Relies on space_page_expiry and
     * space_page_of_user.
     */
    Mono<String> save(UserId user, RoomIdentity space, HierarchyQuery query, Progress progress) {
        String token = newToken();
        return database.sql(
                        """
                        with expired as (
                            delete from rooms.space_page
                            where token in (select token
                                            from rooms.space_page
                                            where expires_at < now()
                                            order by expires_at
                                            limit 100
                                            for update skip locked)),
                        surplus as (
                            delete from rooms.space_page
                            where token in (select token
                                            from rooms.space_page
                                            where user_id = :user
                                            order by expires_at desc
                                            offset :most
                                            for update skip locked))
                        insert into rooms.space_page
                            (token, user_id, room_nid, is_suggested_only, max_depth, frames, given, expires_at)
                        values (:token, :user, :room, :isSuggestedOnly, :maxDepth, :frames, :given,
                                now() + interval '1 hour')
                        """)
                .bind("token", token)
                .bind("user", user.value())
                .bind("room", space.nid().value())
                .bind("isSuggestedOnly", query.isSuggestedOnly())
                .bind("maxDepth", query.maxDepth())
                .bind("frames", Frame.encode(progress.frames()))
                .bind("given", numbers(progress.given()))
                .bind("most", MOST_OF_A_USER - 1)
                .then()
                .thenReturn(token);
    }

    private String newToken() {
        return RandomText.of(TOKEN_BYTES, random);
    }

    private static Long[] numbers(Collection<RoomNid> rooms) {
        return rooms.stream().map(RoomNid::value).toArray(Long[]::new);
    }

    private static Progress progress(Readable row) {
        return new Progress(
                Frame.decode(Objects.requireNonNull(row.get("frames", byte[].class))),
                Arrays.stream(Objects.requireNonNull(row.get("given", Long[].class)))
                        .map(RoomNid::new)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
