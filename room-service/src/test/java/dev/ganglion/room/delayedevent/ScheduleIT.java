package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.testing.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

class ScheduleIT extends DelayedEventCase {
    private static final String OWN = "/rooms/{room}/delayed_event/{type}/{txnId}";

    @Test
    void aMessageIsSentAtItsTimeAndNotBefore() {
        String id = schedules(carol, word, 600);
        JsonObject scheduled = details(carol, id);
        neverSays(word);

        String event = finalised(carol, id).string("event_id").orElseThrow();

        JsonObject sent = carol.read("/rooms/{room}/event/{event}", room, event);
        long due = scheduled.integer("delayed_since_ts").orElseThrow() + 600;
        assertThat(sent.integer("origin_server_ts").orElseThrow()).isBetween(due, due + 3_000);
        assertThat(sent.string("sender")).contains(carol.id().value());
        assertThat(texts()).containsOnlyOnce(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.room.topic", "m.room.topic/"})
    void stateWithoutAKeyIsSentAtItsTime(String path) {
        String id =
                delayId(
                        alice.put(
                                "/rooms/{room}/state/" + path + "?org.matrix.msc4140.delay=50",
                                "{\"topic\":\"" + word + "\"}",
                                room));

        finalised(alice, id);

        assertThat(alice.read("/rooms/{room}/state/m.room.topic", room).string("topic"))
                .contains(word);
    }

    @Test
    void stateWithAKeyIsSentAtItsTime() {
        String id = schedulesState(alice, "key", 50);

        finalised(alice, id);

        assertThat(alice.read("/rooms/{room}/state/org.example.call/key", room).string("by"))
                .contains("delay");
    }

    @Test
    void aMessageDestroysItselfByADelayedRedaction() {
        String event = carol.sends(room, word, "t1");

        String id =
                delayId(
                        carol.put(
                                "/rooms/{room}/send/m.room.redaction/t2?org.matrix.msc4140.delay=50",
                                "{\"redacts\":\"" + event + "\",\"reason\":\"over\"}",
                                room));
        finalised(carol, id);

        neverSays(word);
    }

    @Test
    void theEndpointOfItsOwnTakesEverythingInItsBody() {
        String message = "{\"delay_ms\":50,\"content\":" + message(word) + "}";
        String state =
                "{\"delay\":50,\"state_key\":\"key\",\"content\":{\"topic\":\"" + word + "\"}}";

        String first = delayId(object(puts(carol, OWN, message, room, "m.room.message", "t1")));
        String same = delayId(object(puts(carol, OWN, message, room, "m.room.message", "t1")));
        String second = delayId(object(puts(alice, OWN, state, room, "m.room.topic", "t1")));

        assertThat(same).isEqualTo(first);
        finalised(carol, first);
        finalised(alice, second);
        assertThat(texts()).containsOnlyOnce(word);
        assertThat(alice.read("/rooms/{room}/state/m.room.topic/key", room).string("topic"))
                .contains(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":{}} | 400 | M_MISSING_PARAM",
                "{\"delay_ms\":0,\"content\":{}} | 400 | M_INVALID_PARAM",
                "{\"delay_ms\":-1,\"content\":{}} | 400 | M_INVALID_PARAM",
                "{\"delay_ms\":1.5,\"content\":{}} | 400 | M_BAD_JSON",
                "{\"delay_ms\":\"5\",\"content\":{}} | 400 | M_BAD_JSON",
                "{\"delay_ms\":5} | 400 | M_BAD_JSON",
                "{\"delay_ms\":5,\"content\":7} | 400 | M_BAD_JSON",
                "{\"delay_ms\":5,\"content\":{\"a\":1.5}} | 400 | M_BAD_JSON",
                "{\"delay_ms\":5,\"state_key\":3,\"content\":{}} | 400 | M_BAD_JSON",
                "{\"delay_ms\":86400001,\"content\":{}} | 400 | M_UNKNOWN",
                "{ | 400 | M_NOT_JSON",
            })
    void aBodyThatSaysNoDelayOrNoContentIsRefused(String body, int status, String errcode) {
        new Refusal(status, errcode).answers(puts(carol, OWN, body, room, "m.room.message", "t1"));
    }

    @Test
    void oneTransactionIsOneDelayedEventHoweverOftenItIsSent() {
        List<String> ids =
                IntStream.range(0, 20)
                        .parallel()
                        .mapToObj(i -> delayId(carol.put(SEND, message(word), room, "t1", LATER)))
                        .distinct()
                        .toList();

        assertThat(ids).hasSize(1);
        assertThat(ids.getFirst()).matches("[A-Za-z0-9_-]{22}");
        assertThat(delayId(carol.put(SEND, message(word), room, "t2", LATER)))
                .isNotEqualTo(ids.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "abc", "", "1e3", "+5", "5,6", "٣"})
    void aDelayThatIsNoneIsRefused(String delay) {
        Refusal.INVALID_PARAM.answersPut(carol, SEND, message(word), room, "t1", delay);
        Refusal.INVALID_PARAM.answersPut(carol, STATE, "{}", room, "key", delay);
    }

    @Test
    void aDelayWithoutAValueSendsNothing() {
        carol.call(
                        HttpMethod.PUT,
                        message(word),
                        "/rooms/{room}/send/m.room.message/t1?org.matrix.msc4140.delay",
                        room)
                .expectStatus()
                .isBadRequest();

        neverSays(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400001", "99999999999999999999999"})
    void aDelayThatIsTooLongIsRefusedWithTheLongestThatIsNot(String delay) {
        JsonObject refusal =
                object(
                        carol.call(HttpMethod.PUT, message(word), SEND, room, "t1", delay)
                                .expectStatus()
                                .isBadRequest());

        assertThat(refusal.string("errcode")).contains("M_UNKNOWN");
        assertThat(refusal.string("org.matrix.msc4140.errcode")).contains("M_MAX_DELAY_EXCEEDED");
        assertThat(refusal.integer("org.matrix.msc4140.max_delay")).contains(86_400_000L);
        assertThat(refusal.integer("max_delay")).contains(86_400_000L);
        schedules(carol, word, 86_400_000);
    }

    @Test
    void r10_whatNoRoomTakesIsNotScheduled() {
        Refusal tooLarge = new Refusal(413, "M_TOO_LARGE");
        String long256 = "x".repeat(256);

        tooLarge.answersPut(carol, SEND, message("x".repeat(66_000)), room, "t1", LATER);
        tooLarge.answersPut(carol, STATE, message("x".repeat(66_000)), room, "key", LATER);
        tooLarge.answersPut(carol, STATE, "{}", room, long256, LATER);
        tooLarge.answersPut(
                carol, SEND.replace("m.room.message", long256), "{}", room, "t1", LATER);
        Refusal.INVALID_PARAM.answersPut(carol, STATE, "{}", room, "a\0b", LATER);
        Refusal.INVALID_PARAM.answersPut(carol, SEND, "{}", room, long256, LATER);
        Refusal.BAD_JSON.answersPut(carol, SEND, "{\"a\":1.5}", room, "t1", LATER);
        Refusal.BAD_JSON.answersPut(carol, SEND, "{\"a\":1,\"a\":2}", room, "t1", LATER);
        Refusal.NOT_JSON.answersPut(carol, SEND, "{\"a\":", room, "t1", LATER);
        Refusal.INVALID_PARAM.answersPut(
                carol, SEND.replace("message", "redaction"), "{}", room, "t1", LATER);
        assertThat(waiting()).isZero();
    }

    @Test
    void nobodyOutsideOfTheRoomSchedules() {
        Refusal.FORBIDDEN.answersPut(bob, SEND, message(word), room, "t1", LATER);
        Refusal.FORBIDDEN.answersPut(bob, SEND, message(word), "!nowhere:test.local", "t1", LATER);
    }

    @Test
    void withoutATokenNothingIsScheduled() {
        for (String path : List.of("/v3" + SEND, "/v3" + STATE)) {
            web.put()
                    .uri("/_matrix/client" + path, room, "t1", LATER)
                    .headers(tokens.forNobody())
                    .bodyValue("{}")
                    .exchange()
                    .expectAll(Refused.with(401, "M_MISSING_TOKEN"));
        }
        web.put()
                .uri(UNSTABLE + OWN, room, "m.room.message", "t1")
                .headers(tokens.forNobody())
                .bodyValue("{\"delay_ms\":5,\"content\":{}}")
                .exchange()
                .expectAll(Refused.with(401, "M_MISSING_TOKEN"));
    }

    @Test
    void d10_aUserHasAtMostAHundredThatWait() {
        String first = schedules(carol, word, LATER / 2);
        ownWaiting(96);

        long scheduled =
                IntStream.range(0, 20)
                        .parallel()
                        .filter(
                                i ->
                                        isScheduled(
                                                carol.call(
                                                        HttpMethod.PUT,
                                                        "{}",
                                                        SEND,
                                                        room,
                                                        i,
                                                        LATER)))
                        .count();

        assertThat(scheduled).isEqualTo(3);
        assertThat(waiting()).isEqualTo(100);
        var response = carol.call(HttpMethod.PUT, "{}", SEND, room, "more", LATER);
        response.expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueMatches("Retry-After", "1[78]\\d\\d");
        JsonObject refusal = object(response);
        assertThat(refusal.string("errcode")).contains("M_LIMIT_EXCEEDED");
        assertThat(refusal.string("org.matrix.msc4140.errcode"))
                .contains("M_MAX_DELAYED_EVENTS_EXCEEDED");
        acts(first, "cancel").expectStatus().isOk();
        schedules(carol, word, LATER);
        schedules(alice, word, LATER);
    }

    @Test
    void d10_ofThoseThatAreOverAHundredAreKept() {
        ownWaiting(130);
        database.sql(
                        "update rooms.delayed_event set finalised_at = now(), outcome = 'cancel', reason = 'action' where user_id = :user")
                .bind("user", carol.id().value())
                .then()
                .block();

        schedules(carol, word, LATER);

        assertThat(count("finalised_at is not null")).isEqualTo(100);
    }

    @Test
    void whoMayNotYetSayItMayBeAllowedToWhenItIsSent() {
        String id =
                delayId(
                        carol.put(
                                "/rooms/{room}/state/m.room.topic?org.matrix.msc4140.delay=3600000",
                                "{\"topic\":\"" + word + "\"}",
                                room));

        alice.put(
                "/rooms/{room}/state/m.room.power_levels",
                "{\"events\":{\"m.room.topic\":0}}",
                room);

        becomesDue(id);

        assertThat(finalised(carol, id).has("event_id")).isTrue();
        assertThat(alice.read("/rooms/{room}/state/m.room.topic", room).string("topic"))
                .contains(word);
    }

    private static boolean isScheduled(ResponseSpec response) {
        return object(response).has("delay_id");
    }

    private void ownWaiting(int count) {
        database.sql(
                        """
                        insert into rooms.delayed_event (delay_id, user_id, device_id, room_nid, type, content,
                            scheduled_after, delay_ms, running_since, due_at)
                        select gen_random_uuid(), :user, '', room_nid, 'm.room.message', '{}', 0, 86400000, now(),
                               now() + interval '1 day'
                        from rooms.room, generate_series(1, :count)
                        where room_id = :room
                        """)
                .bind("user", carol.id().value())
                .bind("room", room)
                .bind("count", count)
                .then()
                .block();
    }

    private long waiting() {
        return count("finalised_at is null");
    }

    private long count(String which) {
        return Objects.requireNonNull(
                database.sql(
                                "select count(*) as count from rooms.delayed_event where user_id = :user and "
                                        + which)
                        .bind("user", carol.id().value())
                        .map(row -> Objects.requireNonNull(row.get("count", Long.class)))
                        .one()
                        .block());
    }
}
