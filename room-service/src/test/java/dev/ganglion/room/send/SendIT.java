package dev.ganglion.room.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.stream.IntStream;

class SendIT extends RoomOfAlice {
    private static final String MESSAGE = "/rooms/{room}/send/m.room.message/{txnId}";

    @Autowired private DatabaseClient database;

    @Test
    void aMessageSentTwiceWithOneTransactionIdIsOneEvent() {
        String first = alice.sends(room, "hello", "t1");
        String second = alice.sends(room, "hello", "t1");

        assertThat(second).isEqualTo(first);
        assertThat(alice.sends(room, "hello", "t2")).isNotEqualTo(first);
    }

    @Test
    void r11TheSameTransactionSentFiftyTimesAtOnceIsOneEvent() {
        assertThat(
                        IntStream.range(0, 50)
                                .parallel()
                                .mapToObj(i -> alice.sends(room, "hello", "t1"))
                                .distinct())
                .hasSize(1);
    }

    @Test
    void nobodyOutsideOfTheRoomCanSend() {
        bob.call(HttpMethod.PUT, "{\"msgtype\":\"m.text\",\"body\":\"x\"}", MESSAGE, room, "t1")
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_FORBIDDEN");
    }

    @Test
    void aMemberCanSendAfterTheJoin() {
        bob.joins(room);

        assertThat(bob.sends(room, "hello", "t1")).startsWith("$");
    }

    @Test
    void aLongTypeIsRefusedBeforeAnyRoomIsLookedFor() {
        new Refusal(413, "M_TOO_LARGE")
                .answersPut(
                        alice,
                        "/rooms/{room}/send/{type}/t1",
                        "{}",
                        "!nowhere:test.local",
                        "x".repeat(256));
    }

    @Test
    void r10AnEventLargerThanTheLimitIsRefused() {
        String body = "{\"msgtype\":\"m.text\",\"body\":\"" + "x".repeat(66_000) + "\"}";

        alice.call(HttpMethod.PUT, body, MESSAGE, room, "t1")
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_TOO_LARGE");
    }

    @Test
    void r10ContentThatCannotBeSignedIsRefused() {
        alice.call(HttpMethod.PUT, "{\"number\":1.5}", MESSAGE, room, "t1")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_BAD_JSON");
    }

    @Test
    void aRedactionTakesTheContentOutOfTheDatabase() {
        String event = alice.sends(room, "a-secret-word", "t1");

        alice.put("/rooms/{room}/redact/{event}/t2", "{\"reason\":\"typo\"}", room, event);

        assertThat(stored(event)).doesNotContain("a-secret-word");
    }

    @Test
    void nobodyRedactsOthersWithoutThePower() {
        String event = alice.sends(room, "stays", "t1");
        bob.joins(room);

        bob.call(HttpMethod.PUT, "{}", "/rooms/{room}/redact/{event}/t1", room, event)
                .expectStatus()
                .isForbidden();
        assertThat(stored(event)).contains("stays");
    }

    private String stored(String event) {
        return String.valueOf(
                database.sql(
                                "select convert_from(json, 'UTF8') as json from rooms.event where event_id = :id")
                        .bind("id", event)
                        .map(row -> String.valueOf(row.get("json", String.class)))
                        .one()
                        .block());
    }
}
