package dev.ganglion.room.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Client-server API, "Size limits": an event has at most 65,536 bytes, signatures and all. */
class SizeLimitsIT extends RoomOfAlice {
    private static final int MOST = 65_536;
    private static final int SOME = 60_000;
    private static final Refusal TOO_LARGE = new Refusal(413, "M_TOO_LARGE");
    private static final String DELAY = "?org.matrix.msc4140.delay=3600000";

    @Autowired private DatabaseClient database;

    private String target;

    /** Depths of two digits: the next event has as many bytes as the last one. */
    @BeforeEach
    void theRoomIsSomeEventsOld() {
        target = alice.sends(room, "hello", "target");
        for (int i = 0; i < 10; i++) {
            alice.sends(room, "hello", "t" + i);
        }
    }

    static Stream<Arguments> endpoints() {
        IntFunction<String> body = size -> "{\"body\":\"" + "x".repeat(size) + "\"}";
        IntFunction<String> reason = size -> "{\"reason\":\"" + "x".repeat(size) + "\"}";
        return Stream.of(
                Arguments.of("/rooms/{room}/send/m.room.message/", body),
                Arguments.of("/rooms/{room}/state/org.example.large/", body),
                Arguments.of("/rooms/{room}/redact/{event}/", reason));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void r10_anEventOfTheMostBytesIsTakenAndOfOneMoreIsNot(String path, IntFunction<String> body) {
        String first = put(path + "first", body.apply(SOME));
        int largest = SOME + MOST - size(first);

        String last = put(path + "fresh", body.apply(largest));

        assertThat(size(last)).isEqualTo(MOST);
        refuses(path + "other", body.apply(largest + 1));
        assertThat(put(path + "small", body.apply(1))).startsWith("$");
    }

    @Test
    void r10_whatIsScheduledIsMeasuredAsWhatIsSent() {
        String path = "/rooms/{room}/send/m.room.message/";
        int largest = SOME + MOST - size(put(path + "first", text(SOME)));

        JsonObject scheduled = alice.put(path + "last" + DELAY, text(largest), room);

        assertThat(scheduled.has("delay_id")).isTrue();
        refuses(path + "more" + DELAY, text(largest + 1));
    }

    @Test
    void r10_aLetterCountsAsManyBytesAsItHas() {
        String path = "/rooms/{room}/send/m.room.message/";

        refuses(path + "t", "{\"body\":\"" + "€".repeat(22_000) + "\"}");
        put(path + "u", "{\"body\":\"" + "€".repeat(21_000) + "\"}");
    }

    /** Escapes are not what is signed: the canonical form counts. */
    @Test
    void r10_howTheClientWritesItDoesNotCount() {
        String spaced = "{" + " ".repeat(70_000) + "\"body\":\"" + "\\u0078".repeat(20_000) + "\"}";

        String event = put("/rooms/{room}/send/m.room.message/t", spaced);

        assertThat(size(event)).isLessThan(22_000);
    }

    @Test
    void r10_typesOfTheMostBytesAreSentAndLongerOnesAreNot() {
        List<String> most = List.of("x".repeat(255), "€".repeat(85));
        List<String> more = List.of("x".repeat(256), "€".repeat(86));

        most.forEach(type -> alice.put("/rooms/{room}/send/{type}/t", "{}", room, type));
        more.forEach(
                type ->
                        TOO_LARGE.answersPut(
                                alice, "/rooms/{room}/send/{type}/t", "{}", room, type));
    }

    @Test
    void r10_noEventHasALongerName() {
        String longest = "$" + "x".repeat(255);

        Refusal.INVALID_PARAM.answersPut(
                alice, "/rooms/{room}/redact/{event}/t", "{}", room, longest);
        Refusal.INVALID_PARAM.answersPut(
                alice,
                "/rooms/{room}/send/m.room.redaction/t",
                "{\"redacts\":\"" + longest + "\"}",
                room);
    }

    @Test
    void r10_aTransactionIdHasAtMostTwoHundredAndFiftyFiveLetters() {
        String path = "/rooms/{room}/send/m.room.message/{txnId}";

        alice.put(path, "{}", room, "t".repeat(255));
        Refusal.INVALID_PARAM.answersPut(alice, path, "{}", room, "t".repeat(256));
        Refusal.INVALID_PARAM.answersPut(
                alice, "/rooms/{room}/redact/{event}/{txnId}", "{}", room, target, "t".repeat(256));
    }

    private String put(String path, String body) {
        return alice.put(path, body, room, target).string("event_id").orElseThrow();
    }

    private void refuses(String path, String body) {
        TOO_LARGE.answers(alice.call(HttpMethod.PUT, body, path, room, target));
    }

    private static String text(int size) {
        return "{\"body\":\"" + "x".repeat(size) + "\"}";
    }

    private int size(String event) {
        return Objects.requireNonNull(
                database.sql("select length(json) as size from rooms.event where event_id = :id")
                        .bind("id", event)
                        .map(row -> Objects.requireNonNull(row.get("size", Integer.class)))
                        .one()
                        .block());
    }
}
