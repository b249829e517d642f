package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.search.SearchRequest.RoomEvents;
import dev.ganglion.service.config.StartFailureException;
import dev.ganglion.service.database.DatabaseProperties;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class WordIndexerIT extends Searching {
    @Autowired private WordIndexer indexer;
    @Autowired private MeterRegistry meters;
    @Autowired private DatabaseProperties databaseSettings;
    @Autowired private TransactionalOperator transaction;
    @Autowired private SearchedRoomRepository searchedRooms;

    @Test
    void hugeAndStrangeTextsAreIndexed() {
        Random random = new Random(7);
        String manyWords =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> Integer.toString(random.nextInt(1_000_000), 36))
                        .collect(Collectors.joining(" "));
        List<String> texts =
                List.of(
                        word + " " + "x".repeat(60_000),
                        word + " " + "x ".repeat(30_000),
                        manyWords + " " + word,
                        word + " \\u0001\\u001f\\ud83c\\udf89 \\ufdfa",
                        word + " " + "\u4f1a".repeat(15_000));

        List<String> sent =
                IntStream.range(0, texts.size())
                        .mapToObj(i -> alice.sends(room, texts.get(i), "t" + i))
                        .toList();

        assertThat(found(searches(alice))).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void anEventThatCannotBeIndexedIsPassedOver() {
        double before = meters.counter("ganglion.search.skipped.events").count();
        run(
                "alter table rooms.event_words add constraint poison check (not words @@ '''poison"
                        + word
                        + "''')");
        String first = alice.sends(room, word + " one", "t1");
        String poison = alice.sends(room, word + " poison" + word, "t2");
        String last = alice.sends(room, word + " two", "t3");

        assertThat(found(searches(alice))).containsExactlyInAnyOrder(first, last);
        assertThat(rows(poison)).isZero();
        assertThat(meters.counter("ganglion.search.skipped.events").count()).isEqualTo(before + 1);
        run("alter table rooms.event_words drop constraint poison");
    }

    @Test
    void theIndexKeepsUpAndSaysHowFarItIsBehind() {
        alice.sends(room, word, "t1");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(meters.get("ganglion.search.lag.events").gauge().value())
                                        .isZero());
        assertThat(found(searches(alice))).hasSize(1);
    }

    @Test
    void aReaderThatAnotherHasOvertakenWritesNothing() {
        String sent = alice.sends(room, word, "t1");
        awaitIndex();

        assertThatThrownBy(() -> indexer.read(0, Long.MAX_VALUE).block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read elsewhere");
        assertThat(rows(sent)).isEqualTo(1);
    }

    @Test
    void aSearchThatTakesTooLongIsRefusedInTime() throws SQLException {
        alice.sends(room, word, "t1");
        awaitIndex();
        SearchLanguage language = new SearchLanguage("simple");
        MatchRepository impatient =
                new MatchRepository(
                        database,
                        transaction,
                        language,
                        new SearchProperties("simple", Duration.ofMillis(200)));
        SearchCriteria criteria = criteria(word, language);

        try (Connection other = connected();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table rooms.event_words in access exclusive mode");

            assertThatThrownBy(
                            () ->
                                    impatient
                                            .list(criteria, List.of(), SearchPlace.BEGINNING, 10)
                                            .block())
                    .isInstanceOf(MatrixException.class)
                    .hasMessageContaining("takes too long");
        }
    }

    @Test
    void aLanguageThatTheDatabaseDoesNotKnowStopsTheStart() {
        assertThatThrownBy(() -> SearchLanguage.checked("klingon", databaseSettings))
                .isInstanceOfSatisfying(
                        StartFailureException.class,
                        failure ->
                                assertThat(failure.fix())
                                        .contains("ganglion.search.language")
                                        .contains("english", "simple"));
        assertThat(SearchLanguage.checked("english", databaseSettings).form())
                .startsWith("english");
    }

    @ParameterizedTest
    @CsvSource({
        "the, 0",
        "\"the and\", 0",
        "the -nothing, 0",
        "the messages, 1",
        "messages -nothing, 1",
        "messages -the, 1"
    })
    void wordsThatALanguageLeavesOutFindNothingByThemselves(String term, int found) {
        alice.sends(room, "the message " + word, "t1");
        awaitIndex();
        SearchLanguage language = new SearchLanguage("english");
        MatchRepository english =
                new MatchRepository(
                        database,
                        transaction,
                        language,
                        new SearchProperties("english", Duration.ofSeconds(5)));
        List<SearchedRoom> ours =
                Objects.requireNonNull(searchedRooms.list(alice.id()).block()).stream()
                        .filter(one -> one.identity().roomId().value().equals(room))
                        .toList();

        assertThat(english.list(criteria(term, language), ours, SearchPlace.BEGINNING, 10).block())
                .hasSize(found);
    }

    private static SearchCriteria criteria(String term, SearchLanguage language) {
        return SearchCriteria.of(
                new RoomEvents(
                        Optional.of(term),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                language);
    }

    private Connection connected() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                databaseSettings.host(),
                                databaseSettings.port(),
                                databaseSettings.name()),
                databaseSettings.role(),
                databaseSettings.password());
    }

    private void run(String sql) {
        database.sql(sql).then().block();
    }
}
