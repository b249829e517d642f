package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.DelayedEvents.LATER;
import static dev.ganglion.acceptance.rooms.DelayedEvents.LIST;
import static dev.ganglion.acceptance.rooms.DelayedEvents.delayId;
import static dev.ganglion.acceptance.rooms.Party.ids;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

/** MSC4140, "Managing delayed events" by whoever knows their ID, and "Getting delayed events". */
@ExtendWith(Stage.class)
class ManagingDelayedEventsAcceptanceTest {
    private final Homeserver server;
    private final DelayedEvents delayed;

    ManagingDelayedEventsAcceptanceTest(Homeserver server) {
        this.server = server;
        this.delayed = DelayedEvents.at(server);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverKnowsItsIdSendsItNow(boolean isActionInPath) {
        String id = delayed.waiting();

        act(id, "send", isActionInPath);
        act(id, "send", isActionInPath);

        assertThat(delayed.event(id).string("type")).contains("m.room.message");
        assertThat(delayed.finalised(id).string("reason")).contains("action");
        refused(409, "M_NOT_FOUND", () -> act(id, "cancel", isActionInPath));
        refused(409, "M_NOT_FOUND", () -> act(id, "restart", isActionInPath));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverKnowsItsIdCancelsIt(boolean isActionInPath) {
        String id = delayed.waiting();

        act(id, "cancel", isActionInPath);
        act(id, "cancel", isActionInPath);

        assertThat(delayed.finalised(id).string("outcome")).contains("cancel");
        assertThat(delayed.details(id).object("finalised").orElseThrow().has("event_id")).isFalse();
        refused(409, "M_NOT_FOUND", () -> act(id, "send", isActionInPath));
        refused(409, "M_NOT_FOUND", () -> act(id, "restart", isActionInPath));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverKnowsItsIdStartsItAnew(boolean isActionInPath) {
        String id = delayed.waiting();
        long before = delayed.details(id).integer("delayed_since_ts").orElseThrow();

        await().until(
                        () -> {
                            act(id, "restart", isActionInPath);
                            return delayed.details(id).integer("delayed_since_ts").orElseThrow()
                                    > before;
                        });

        assertThat(delayed.details(id).has("finalised")).isFalse();
    }

    @Test
    void eventsAreListedAsOneAsks() {
        String waiting = delayed.waiting();
        String over = delayId(delayed.state(LATER, "m.room.topic"));
        act(over, "cancel", true);

        JsonObject all = delayed.dora().get(LIST);

        assertThat(ids(all, "scheduled", "delay_id")).containsExactly(waiting);
        assertThat(ids(all, "delayed_events", "delay_id")).containsExactly(waiting);
        assertThat(all.array("scheduled").orElseThrow().objects().findFirst().orElseThrow())
                .satisfies(
                        one -> assertThat(one.string("room_id")).contains(delayed.room().value()))
                .satisfies(one -> assertThat(one.string("type")).contains("m.room.message"))
                .satisfies(one -> assertThat(one.integer("delay")).contains(LATER))
                .satisfies(one -> assertThat(one.integer("running_since")).isPresent())
                .satisfies(one -> assertThat(one.object("content")).isPresent());
        assertThat(finalisedIn(all)).containsExactly(over);
        assertThat(
                        finalisedIn(
                                delayed.dora()
                                        .get(
                                                LIST
                                                        + "?status=finalised&type=m.room.topic&delay_id="
                                                        + over)))
                .containsExactly(over);
        assertThat(delayed.dora().get(LIST + "?status=scheduled").has("finalised")).isFalse();
        assertThat(
                        ids(
                                delayed.dora()
                                        .get(
                                                LIST
                                                        + "?room_id="
                                                        + escaped(delayed.room())
                                                        + "&delay_id="
                                                        + waiting
                                                        + "&delay_id="
                                                        + over),
                                "scheduled",
                                "delay_id"))
                .containsExactly(waiting);
        assertThat(ids(server.person("bob").get(LIST), "scheduled", "delay_id"))
                .doesNotContain(waiting);
    }

    @Test
    void aLongListIsReadPageByPage() {
        JsonObject large =
                JsonObject.builder()
                        .put("msgtype", "m.text")
                        .put("body", "x".repeat(60_000))
                        .build();
        List<String> all =
                IntStream.range(0, 12)
                        .mapToObj(
                                number ->
                                        delayId(
                                                delayed.message(
                                                        LATER + number, unique("txn"), large)))
                        .toList();

        JsonObject first = delayed.dora().get(LIST);
        JsonObject second =
                delayed.dora()
                        .get(LIST + "?from=" + escaped(first.string("next_batch").orElseThrow()));

        assertThat(ids(first, "scheduled", "delay_id"))
                .isNotEmpty()
                .isEqualTo(all.subList(0, ids(first, "scheduled", "delay_id").size()));
        assertThat(ids(second, "scheduled", "delay_id"))
                .startsWith(all.get(ids(first, "scheduled", "delay_id").size()));
    }

    @Test
    void anEventThatIsNotKnownIsNotFound() {
        String waiting = delayed.waiting();

        for (String id : List.of("tea", "A".repeat(22))) {
            refused(404, "M_NOT_FOUND", () -> act(id, "send", true));
            refused(404, "M_NOT_FOUND", () -> act(id, "cancel", false));
            refused(404, "M_NOT_FOUND", () -> delayed.dora().get(LIST + "/" + id));
        }
        refused(404, "M_NOT_FOUND", () -> server.person("bob").get(LIST + "/" + waiting));
    }

    @Test
    void anActionThatIsNoneIsRefused() {
        String id = delayed.waiting();

        refused(404, "M_UNRECOGNIZED", () -> act(id, "pause", true));
        refused(400, "M_INVALID_PARAM", () -> act(id, "pause", false));
        refused(
                400,
                "M_BAD_JSON",
                () -> server.client().call("POST", LIST + "/" + id, JsonObject.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=sent", "from=tea", "room_id=tea"})
    void aListThatCannotBeIsInvalid(String query) {
        refused(400, "M_INVALID_PARAM", () -> delayed.dora().get(LIST + "?" + query));
        refused(401, "M_MISSING_TOKEN", () -> server.client().get(LIST + "?" + query));
    }

    /** Needs no token. */
    private void act(String id, String action, boolean isActionInPath) {
        String path = LIST + "/" + id + (isActionInPath ? "/" + action : "");
        JsonObject body = isActionInPath ? JsonObject.EMPTY : JsonObject.of("action", action);
        assertThat(server.client().call("POST", path, body)).isEqualTo(JsonObject.EMPTY);
    }

    private static List<String> finalisedIn(JsonObject list) {
        return list.array("finalised")
                .orElseThrow()
                .objects()
                .map(
                        one ->
                                one.object("delayed_event")
                                        .orElseThrow()
                                        .string("delay_id")
                                        .orElseThrow())
                .toList();
    }
}
