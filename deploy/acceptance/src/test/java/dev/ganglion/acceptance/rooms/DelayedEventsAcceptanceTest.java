package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.DelayedEvents.DELAY;
import static dev.ganglion.acceptance.rooms.DelayedEvents.LATER;
import static dev.ganglion.acceptance.rooms.DelayedEvents.LIST;
import static dev.ganglion.acceptance.rooms.DelayedEvents.SOON;
import static dev.ganglion.acceptance.rooms.DelayedEvents.delayId;
import static dev.ganglion.acceptance.rooms.Party.unique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MSC4140, "Scheduling a delayed event", in three ways. */
@ExtendWith(Stage.class)
class DelayedEventsAcceptanceTest {
    private static final long TOO_LATE = 86_400_001;

    private final Homeserver server;
    private final DelayedEvents delayed;

    DelayedEventsAcceptanceTest(Homeserver server) {
        this.server = server;
        this.delayed = DelayedEvents.at(server);
    }

    @Test
    void aMessageIsSentAtItsTimeAndOnceHoweverOftenItIsScheduled() {
        String txnId = unique("txn");

        String id = delayId(delayed.message(SOON, txnId));

        assertThat(delayId(delayed.message(SOON, txnId))).isEqualTo(id);
        delayed.awaitOver(id);
        assertThat(delayed.event(id).object("content").orElseThrow().string("body"))
                .contains("later");
        assertThat(delayed.finalised(id))
                .satisfies(one -> assertThat(one.string("outcome")).contains("send"))
                .satisfies(one -> assertThat(one.string("reason")).contains("delay"));
    }

    @Test
    void stateIsSetAtItsTime() {
        String keyed = delayId(delayed.state(SOON, "org.example.tea", "a key"));
        String unkeyed = delayId(delayed.state(SOON, "m.room.topic"));

        delayed.awaitOver(keyed);
        delayed.awaitOver(unkeyed);

        assertThat(delayed.dora().state(delayed.room(), "org.example.tea", "a key").string("topic"))
                .contains("later");
        assertThat(delayed.dora().state(delayed.room(), "m.room.topic", "").string("topic"))
                .contains("later");
    }

    @Test
    void theEndpointOfItsOwnTakesEverythingInItsBody() {
        String id =
                delayId(
                        delayed.schedule(
                                "org.example.tea",
                                """
                                {"delay_ms": 50, "state_key": "key", "content": {"topic": "later"}}
                                """));

        delayed.awaitOver(id);
        assertThat(delayed.dora().state(delayed.room(), "org.example.tea", "key").string("topic"))
                .contains("later");
    }

    @Test
    void whatTheRoomRefusesIsOverWithItsError() {
        MatrixSession bob = server.person("bob");
        bob.join(delayed.room());
        String id =
                delayId(
                        bob.call(
                                "PUT",
                                delayed.path("state", "m.room.topic") + DELAY + SOON,
                                JsonObject.of("topic", "Bob's")));

        await().until(() -> bob.get(LIST + "/" + id).has("finalised"));

        assertThat(
                        bob.get(LIST + "/" + id)
                                .object("finalised")
                                .orElseThrow()
                                .object("error")
                                .orElseThrow()
                                .string("errcode"))
                .contains("M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "soon", ""})
    void aDelayThatIsNoneIsInvalid(String delay) {
        refused(
                400,
                "M_INVALID_PARAM",
                () ->
                        delayed.dora()
                                .call(
                                        "PUT",
                                        delayed.path("send", "m.room.message", "t") + DELAY + delay,
                                        JsonObject.EMPTY));
    }

    @Test
    void aDelayThatIsTooLongIsRefusedWithTheLongest() {
        MatrixError refusal =
                refused(400, "M_UNKNOWN", () -> delayed.message(TOO_LATE, unique("txn")));

        assertThat(refusal.body().string("org.matrix.msc4140.errcode"))
                .contains("M_MAX_DELAY_EXCEEDED");
        assertThat(refusal.body().integer("org.matrix.msc4140.max_delay")).contains(TOO_LATE - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"content": {}}                  | M_MISSING_PARAM
                    {"delay_ms": 0, "content": {}}   | M_INVALID_PARAM
                    {"delay_ms": "5", "content": {}} | M_BAD_JSON
                    {"delay_ms": 5}                  | M_BAD_JSON
                    {"delay_ms":                     | M_NOT_JSON
                    """)
    void aBodyWithoutADelayOrAnEventIsRefused(String body, String errcode) {
        refused(400, errcode, () -> delayed.schedule("m.room.message", body));
    }

    @Test
    void whoIsNotInTheRoomSchedulesNothing() {
        MatrixSession mallory = server.person("mallory");
        String path = delayed.path("send", "m.room.message", unique("txn")) + DELAY + LATER;

        refused(403, "M_FORBIDDEN", () -> mallory.call("PUT", path, JsonObject.EMPTY));
        refused(401, "M_MISSING_TOKEN", () -> server.client().call("PUT", path, JsonObject.EMPTY));
    }
}
