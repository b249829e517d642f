package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.Locale;

class ManageIT extends DelayedEventCase {
    /** The status by which one knows a contradiction, the code by which calls schedule anew. */
    private static final Refusal OVER = new Refusal(409, "M_NOT_FOUND");

    @Test
    void whatIsCancelledIsNeverSent() {
        String id = schedules(carol, word, LATER);

        acts(id, "cancel").expectStatus().isOk().expectBody().json("{}");

        JsonObject finalised = finalised(carol, id);
        assertThat(finalised.keys()).containsExactly("finalised_ts");
        acts(id, "cancel").expectStatus().isOk();
        OVER.answers(acts(id, "send"));
        OVER.answers(acts(id, "restart"));
        neverSays(word);
    }

    @Test
    void whatIsSentEarlyIsSentOnce() {
        String id = schedules(carol, word, LATER);

        acts(id, "send").expectStatus().isOk().expectBody().json("{}");

        assertThat(texts()).containsOnlyOnce(word);
        acts(id, "send").expectStatus().isOk();
        OVER.answers(acts(id, "cancel"));
        OVER.answers(acts(id, "restart"));
        assertThat(texts()).containsOnlyOnce(word);
        assertThat(finalised(carol, id).string("event_id")).isPresent();
    }

    @Test
    void whatIsRestartedWaitsItsWholeDelayAgain() {
        String id = schedules(carol, word, LATER);
        change(
                "running_since = running_since - interval '50 minutes', due_at = due_at - interval '50 minutes'",
                id);
        long before = details(carol, id).integer("delayed_since_ts").orElseThrow();

        acts(id, "restart").expectStatus().isOk().expectBody().json("{}");

        JsonObject after = details(carol, id);
        assertThat(after.integer("delayed_since_ts").orElseThrow())
                .isGreaterThan(before + 2_900_000);
        assertThat(after.integer("delay_ms")).contains(LATER);
        assertThat(after.has("finalised")).isFalse();
    }

    @Test
    void aHeartbeatHoldsBackWhatWouldBeSentWithoutIt() {
        String id = schedules(carol, word, 3_000);
        long end = System.nanoTime() + 4_500_000_000L;

        while (System.nanoTime() < end) {
            acts(id, "restart").expectStatus().isOk();
        }

        assertThat(isWaiting(carol, id)).isTrue();
        finalised(carol, id);
        assertThat(texts()).containsOnlyOnce(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "restart", "send"})
    void theOlderFormNamesTheActionInTheBody(String action) {
        String id = schedules(carol, word, LATER);

        updates(id, "{\"action\":\"" + action + "\"}").expectStatus().isOk();

        assertThat(isWaiting(carol, id)).isEqualTo(action.equals("restart"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"action\":\"forget\"} | M_INVALID_PARAM",
                "{\"action\":1} | M_BAD_JSON",
                "{} | M_BAD_JSON",
                "{\"action\": | M_NOT_JSON"
            })
    void anActionThatIsNoneIsRefused(String body, String errcode) {
        String id = schedules(carol, word, LATER);

        new Refusal(400, errcode).answers(updates(id, body));
        new Refusal(404, "M_UNRECOGNIZED").answers(acts(id, "forget"));
        assertThat(isWaiting(carol, id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAAAAAAAAA", "1", "' or true --"})
    void whatWasNeverScheduledIsNotFound(String id) {
        for (Action action : Action.values()) {
            Refusal.NOT_FOUND.answers(acts(id, action.name().toLowerCase(Locale.ROOT)));
        }
        Refusal.NOT_FOUND.answers(updates(id, "{\"action\":\"send\"}"));
        Refusal.NOT_FOUND.answers(asks(carol, "/delayed_events/{id}", id));
    }

    @Test
    void whatIsRefusedWhenSentEarlyGoesOnWaiting() {
        String id = schedules(carol, word, LATER);
        carol.post("/rooms/{room}/leave", "{}", room);

        Refusal.FORBIDDEN.answers(acts(id, "send"));

        assertThat(isWaiting(carol, id)).isTrue();
        carol.joins(room);
        acts(id, "send").expectStatus().isOk();
        assertThat(texts()).containsOnlyOnce(word);
    }

    @Test
    void stateThatSomebodyElseSetsCancelsWhatWasToReplaceIt() {
        String restarted = schedulesState(carol, "a", LATER);
        String sent = schedulesState(carol, "b", LATER);
        String listed = schedulesState(carol, "c", LATER);
        String other = schedulesState(carol, "d", LATER);

        for (String key : new String[] {"a", "b", "c"}) {
            alice.put("/rooms/{room}/state/org.example.call/{key}", "{}", room, key);
        }

        OVER.answers(acts(restarted, "restart"));
        OVER.answers(acts(sent, "send"));
        assertThat(read(carol, "/delayed_events").array("scheduled").orElseThrow().values())
                .hasSize(1);
        JsonObject error = finalised(carol, listed).object("error").orElseThrow();
        assertThat(error.string("errcode")).contains("M_UNKNOWN");
        assertThat(error.string("org.matrix.msc4140.errcode"))
                .contains("M_CANCELLED_BY_STATE_UPDATE");
        assertThat(isWaiting(carol, other)).isTrue();
    }

    @Test
    void stateThatOneSetsOneselfCancelsNothing() {
        alice.put("/rooms/{room}/state/m.room.power_levels", "{\"state_default\":0}", room);
        alice.put("/rooms/{room}/state/org.example.call/key", "{}", room);
        String id = schedulesState(carol, "key", LATER);

        carol.put("/rooms/{room}/state/org.example.call/key", "{\"by\":\"hand\"}", room);
        acts(id, "restart").expectStatus().isOk();
        acts(id, "send").expectStatus().isOk();

        assertThat(alice.read("/rooms/{room}/state/org.example.call/key", room).string("by"))
                .contains("delay");
    }

    @Test
    void whoIsToldWhereAnEventStandsIsItsSender() {
        String id = schedules(carol, word, LATER);

        Refusal.NOT_FOUND.answers(asks(alice, "/delayed_events/{id}", id));
        new Refusal(401, "M_MISSING_TOKEN")
                .answers(
                        web.get()
                                .uri(UNSTABLE + "/delayed_events/{id}", id)
                                .headers(tokens.forNobody())
                                .exchange());
    }

    private ResponseSpec updates(String delayId, String body) {
        return web.post()
                .uri(UNSTABLE + "/delayed_events/{id}", delayId)
                .headers(tokens.forUser(carol.id()))
                .bodyValue(body)
                .exchange();
    }
}
