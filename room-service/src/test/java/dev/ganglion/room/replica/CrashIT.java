package dev.ganglion.room.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Connections are cut and PostgreSQL dies while messages are sent, again and again. */
@GanglionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
    private static final int WRITERS = 8;
    private static final int CUTS = 1_000;
    private static final int CRASHES = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;

    @Value("${ganglion.database.name}")
    private String databaseName;

    private RoomAudit audit;
    private String room;
    private List<RoomCaller> writers;

    @BeforeAll
    void anAudit() {
        audit = RoomAudit.of(database, environment);
    }

    @BeforeEach
    void aRoomOfWriters() {
        writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(number -> new RoomCaller(web, tokens, "writer" + number))
                        .toList();
        room = writers.getFirst().createsRoom("{\"preset\":\"public_chat\"}");
        writers.forEach(writer -> writer.joins(room));
    }

    @Test
    @DisplayName("P1, P2: nothing is lost or doubled when the connection is cut 1,000 times")
    void p1p2_nothingIsLostOrDoubledWhenConnectionsAreCut() throws Exception {
        List<String> acknowledged;
        try (Outages outages = new Outages(databaseName);
                Persistence persistence = new Persistence(room, writers)) {
            for (int cut = 0; cut < CUTS; cut++) {
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(LONGEST_PAUSE)
                        .until(outages::cutAWrite);
            }
            acknowledged = persistence.end();
        }

        assertNothingIsLostOrDoubled(acknowledged);
    }

    @Test
    @DisplayName("P1, P2: nothing is lost or doubled when PostgreSQL dies")
    void p1p2_nothingIsLostOrDoubledWhenPostgresDies() throws Exception {
        List<String> acknowledged;
        try (Persistence persistence = new Persistence(room, writers)) {
            for (int crash = 0; crash < CRASHES; crash++) {
                persistence.awaitSends(LONGEST_PAUSE);
                try (Outages outages = new Outages(databaseName)) {
                    outages.crash();
                }
            }
            persistence.awaitSends(LONGEST_PAUSE);
            acknowledged = persistence.end();
        }

        assertNothingIsLostOrDoubled(acknowledged);
    }

    private void assertNothingIsLostOrDoubled(List<String> acknowledged) {
        List<String> stored = audit.check(room).stream().map(EventId::value).toList();
        assertThat(acknowledged).hasSizeGreaterThan(WRITERS).doesNotHaveDuplicates();
        assertThat(stored).containsAll(acknowledged);
        assertThat(messages()).isEqualTo(acknowledged.size());
    }

    private long messages() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select count(*) as count
                                from rooms.event e
                                join rooms.room r on r.room_nid = e.room_nid
                                where r.room_id = :room and e.type = 'm.room.message'
                                """)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("count", Long.class)))
                        .one()
                        .block());
    }
}
