package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.service.database.StatementTimeout;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Looks words up. What is found may be redacted or hidden from the searcher: both are not shown.
 */
@Repository
class MatchRepository {
    /** Looking a room up as a word pays for few rooms only: each is compared with each match. */
    private static final int MOST_ROOMS_AS_WORDS = 32;

    /**
     * The rooms are joined, not compared with an array, which would be gone through for each match;
     * the words are parsed once. Where the language knows none of the wanted words, being too
     * common, nothing is found: no words at all, or excluded ones alone, stand in every event.
     */
    private static final String MATCHES =
            """
            with looked_for as materialized (
                select words,
                       case when :roomWords = '' then words else cast(:roomWords as tsquery) && words end
                           as words_in_rooms
                from to_tsquery(cast(:language as regconfig), :query) as words
                where numnode(to_tsquery(cast(:language as regconfig), :wanted)) > 0
            )
            select m.position, m.room_nid, m.score, ts_rank_cd(m.words, q.words, 1) as rank, e.sender,
                   e.position is null or e.redacted_by is not null as is_gone
            from (
                select x.position, x.room_nid, x.words, s.score
                from looked_for q
                cross join rooms.event_words x
                join unnest(:rooms, :upTo) as mine(room_nid, up_to) on mine.room_nid = x.room_nid
                cross join lateral (
                    select case when :isByRank then ts_rank_cd(x.words, q.words, 1) else 0 end as score
                    offset 0) as s
                where x.words @@ q.words_in_rooms
                  and x.kind = any(:kinds)
                  and x.position <= mine.up_to
                  and (s.score, x.position) < (cast(:score as real), :position)
                  and (:isAnySender
                       or exists (select 1
                                  from rooms.event e
                                  where e.position = x.position
                                    and (:isEverySender or e.sender = any(:senders))
                                    and e.sender <> all(:notSenders)))
                order by s.score desc, x.position desc
                limit :limit) as m
            cross join looked_for q
            left join rooms.event e on e.position = m.position
            order by m.score desc, m.position desc
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final SearchLanguage language;
    private final SearchProperties settings;

    MatchRepository(
            DatabaseClient database,
            TransactionalOperator transaction,
            SearchLanguage language,
            SearchProperties settings) {
        this.database = database;
        this.transaction = transaction;
        this.language = language;
        this.settings = settings;
    }

    /**
     * An event that holds the words.
     *
     * @param score what the order goes by: the rank, or 0 where it goes by time
     * @param sender empty when the event is purged
     * @param isGone redacted or purged since it was indexed
     */
    record Match(
            long position,
            RoomNid room,
            float score,
            float rank,
            Optional<String> sender,
            boolean isGone) {}

    /**
     * The next matches behind a place, in order. Fails with {@code M_INVALID_PARAM} when it takes
     * too long. Relies on event_words_by_word and on event's primary key.
     */
    Mono<List<Match>> list(
            SearchCriteria criteria, Collection<SearchedRoom> rooms, SearchPlace from, int limit) {
        return StatementTimeout.limit(database, settings.timeout())
                .then(Mono.defer(() -> query(criteria, rooms, from, limit)))
                .as(transaction::transactional)
                .onErrorMap(StatementTimeout::isExceededIn, _ -> tooLong());
    }

    private Mono<List<Match>> query(
            SearchCriteria criteria, Collection<SearchedRoom> rooms, SearchPlace from, int limit) {
        WantedSenders senders = WantedSenders.of(criteria);
        return database.sql(MATCHES)
                .bind("language", language.configuration())
                .bind("query", criteria.term().query())
                .bind("wanted", criteria.term().anyWord())
                .bind("roomWords", roomWords(rooms))
                .bind("rooms", numbers(rooms, room -> room.identity().nid().value()))
                .bind("upTo", numbers(rooms, SearchedRoom::upTo))
                .bind(
                        "kinds",
                        criteria.keys().stream()
                                .map(key -> (short) key.number())
                                .toArray(Short[]::new))
                .bind("isByRank", criteria.order() == SearchOrder.RANK)
                .bind("score", from.score())
                .bind("position", from.position())
                .bind("isAnySender", senders.isAny())
                .bind("isEverySender", senders.wanted().isEmpty())
                .bind("senders", senders.wanted().orElse(Set.of()).toArray(String[]::new))
                .bind("notSenders", senders.unwanted().toArray(String[]::new))
                .bind("limit", limit)
                .map(MatchRepository::match)
                .all()
                .collectList();
    }

    private static Long[] numbers(
            Collection<SearchedRoom> rooms, ToLongFunction<SearchedRoom> number) {
        return rooms.stream().map(number::applyAsLong).toArray(Long[]::new);
    }

    /** Empty for rooms that are not looked up as words. */
    private static String roomWords(Collection<SearchedRoom> rooms) {
        return rooms.size() > MOST_ROOMS_AS_WORDS
                ? ""
                : rooms.stream()
                        .map(room -> "'#" + room.identity().nid().value() + "'")
                        .collect(Collectors.joining(" | "));
    }

    private static Match match(Readable row) {
        return new Match(
                Objects.requireNonNull(row.get("position", Long.class)),
                new RoomNid(Objects.requireNonNull(row.get("room_nid", Long.class))),
                Objects.requireNonNull(row.get("score", Float.class)),
                Objects.requireNonNull(row.get("rank", Float.class)),
                Optional.ofNullable(row.get("sender", String.class)),
                Objects.requireNonNull(row.get("is_gone", Boolean.class)));
    }

    private static MatrixException tooLong() {
        return MatrixException.invalidParam(
                "This search takes too long: look for more words, for rarer ones, or in fewer"
                        + " rooms");
    }
}
