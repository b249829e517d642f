package dev.ganglion.room.search;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.room.search.IndexedEvent.Text;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of words. */
@Repository
class WordRepository {
    /** Searchable events, and what takes their words away. */
    private static final String[] TYPES =
            Stream.concat(
                            Arrays.stream(SearchKey.values()).map(SearchKey::type),
                            Stream.of(EventTypes.REDACTION))
                    .toArray(String[]::new);

    private final DatabaseClient database;
    private final SearchLanguage language;

    WordRepository(DatabaseClient database, SearchLanguage language) {
        this.database = database;
        this.language = language;
    }

    /** The next events of a range. Relies on event's and room_state's primary keys. */
    Flux<IndexedEvent> list(long after, long upTo, int limit) {
        return database.sql(
                        """
                        select e.position, e.room_nid, e.type, e.state_key, e.json,
                               e.redacted_by is not null
                               or exists (select 1
                                          from rooms.room_state s
                                          where s.room_nid = e.room_nid
                                            and s.type = 'm.room.encryption'
                                            and s.state_key = ''
                                            and s.valid_from < e.position) as is_left_out
                        from rooms.event e
                        where e.position > :after
                          and e.position <= :upTo
                          and e.type = any(:types)
                        order by e.position
                        limit :limit
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("types", TYPES)
                .bind("limit", limit)
                .map(WordRepository::event)
                .all();
    }

    /** Adds words; those of the same event must not be there yet. */
    Mono<Void> insert(List<Text> texts) {
        return texts.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                insert into rooms.event_words (position, room_nid, kind, words)
                                select n.position, n.room_nid, n.kind,
                                       array_to_tsvector(array['#' || n.room_nid])
                                       || to_tsvector(cast(:language as regconfig), n.text)
                                from unnest(:positions, :rooms, :kinds, :texts) as n(position, room_nid, kind, text)
                                where n.text <> ''
                                """)
                        .bind("language", language.configuration())
                        .bind("positions", texts.stream().map(Text::position).toArray(Long[]::new))
                        .bind("rooms", texts.stream().map(Text::roomNid).toArray(Long[]::new))
                        .bind(
                                "kinds",
                                texts.stream()
                                        .map(text -> (short) text.key().number())
                                        .toArray(Short[]::new))
                        .bind("texts", texts.stream().map(this::spelled).toArray(String[]::new))
                        .then();
    }

    /** Takes out the words of redacted events. Relies on event_words_by_position. */
    Mono<Void> deleteRedacted(List<String> eventIds) {
        return eventIds.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                delete from rooms.event_words w
                                where w.position = any(array(
                                    select e.position
                                    from rooms.event e
                                    where e.event_id = any(:eventIds)
                                      and e.redacted_by is not null))
                                """)
                        .bind("eventIds", eventIds.toArray(String[]::new))
                        .then();
    }

    Mono<Void> deleteAll() {
        return database.sql("truncate rooms.event_words").then();
    }

    private String spelled(Text text) {
        return String.join(" ", language.words(text.text()));
    }

    private static IndexedEvent event(Readable row) {
        return new IndexedEvent(
                Objects.requireNonNull(row.get("position", Long.class)),
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                Objects.requireNonNull(row.get("type", String.class)),
                Optional.ofNullable(row.get("state_key", String.class)),
                Objects.requireNonNull(row.get("is_left_out", Boolean.class)),
                Json.parseObject(Objects.requireNonNull(row.get("json", byte[].class))));
    }
}
