package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.StatementTimeout;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds people in the directory. */
@Repository
class UserSearchRepository {
    /**
     * Everybody who is called so is put in order first, the closest match at the head; whom of them
     * the searcher may find, by the rooms that are open, is looked up one after the other, only
     * until there are enough. Where half of the server is called so, those come into it who are
     * called nothing else, and as many others as can be put in order in a moment.
     */
    private static final String SEARCH =
            """
            with candidates as materialized (
                (select d.user_id
                 from rooms.user_directory d
                 where not d.is_hidden
                   and lower(d.user_id) >= :id
                   and lower(d.user_id) < :endOfIds
                 order by lower(d.user_id)
                 limit :mostCandidates)
                union
                (select d.user_id
                 from rooms.user_directory d
                 where not d.is_hidden
                   and d.words @@ cast(:wholeWords as tsquery)
                 limit :mostCandidates)
                union
                (select d.user_id
                 from rooms.user_directory d
                 where not d.is_hidden
                   and d.words @@ cast(:query as tsquery)
                 limit :mostCandidates)
            ), called_so as materialized (
                select d.user_id, d.display_name, d.avatar_url,
                       case when d.localpart = :name or d.name = :name or lower(d.user_id) = :id then 0
                            when starts_with(d.localpart, :name) or starts_with(d.name, :name)
                                 or (:id <> '' and starts_with(lower(d.user_id), :id)) then 1
                            else 2 end as rank,
                       d.display_name is null and d.avatar_url is null as is_bare
                from candidates c
                join rooms.user_directory d on d.user_id = c.user_id
                order by rank, is_bare, length(d.name)
            )
            select c.user_id, c.display_name, c.avatar_url, c.rank, c.is_bare
            from called_so c
            where :isForAll
               or exists (select 1
                          from rooms.room_member m
                          join rooms.room_head h on h.room_nid = m.room_nid
                          where m.user_id = c.user_id
                            and m.membership = 'join'
                            and (m.room_nid in (select mine.room_nid
                                                from rooms.room_member mine
                                                where mine.user_id = :searcher
                                                  and mine.membership = 'join')
                                 or exists (select 1
                                            from rooms.public_room p
                                            where p.room_nid = m.room_nid)))
            limit :limit
            """;

    private static final int MOST_CANDIDATES = 5_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    UserSearchRepository(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /**
     * Somebody who was found.
     *
     * @param rank 0 for those who are called just so, 1 for those who are called so in the
     *     beginning
     * @param isBare without a profile
     */
    record Found(
            String userId,
            Optional<String> displayName,
            Optional<String> avatarUrl,
            int rank,
            boolean isBare) {}

    /**
     * At most that many people, the best first; fails when it takes longer than anybody waits.
     * Relies on user_directory_by_word, user_directory_by_id and room_member_of_user.
     */
    Mono<List<Found>> search(UserQuery query, UserId searcher, boolean isForAll, int limit) {
        return StatementTimeout.limit(database, TIMEOUT)
                .then(Mono.defer(() -> find(query, searcher, isForAll, limit)))
                .as(transaction::transactional);
    }

    private Mono<List<Found>> find(UserQuery query, UserId searcher, boolean isForAll, int limit) {
        return database.sql(SEARCH)
                .bind("name", query.name())
                .bind("id", query.id())
                .bind("endOfIds", query.endOfIds())
                .bind("query", query.query())
                .bind("wholeWords", query.wholeWords())
                .bind("mostCandidates", MOST_CANDIDATES)
                .bind("isForAll", isForAll)
                .bind("searcher", searcher.value())
                .bind("limit", limit)
                .map(UserSearchRepository::found)
                .all()
                .collectList();
    }

    private static Found found(Readable row) {
        return new Found(
                Objects.requireNonNull(row.get("user_id", String.class)),
                Optional.ofNullable(row.get("display_name", String.class)),
                Optional.ofNullable(row.get("avatar_url", String.class)),
                Objects.requireNonNull(row.get("rank", Integer.class)),
                Objects.requireNonNull(row.get("is_bare", Boolean.class)));
    }
}
