package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class ContextIT extends RoomOfAlice {
    private static final String EVENT = "/rooms/{room}/event/{event}";
    private static final String CONTEXT = "/rooms/{room}/context/{event}";

    @Test
    void anEventIsShownAsClientsKnowIt() {
        String id = alice.sends(room, "hello", "t1");

        JsonObject event = alice.read(EVENT, room, id);

        assertThat(event.string("event_id")).contains(id);
        assertThat(event.string("room_id")).contains(room);
        assertThat(event.string("sender")).contains(alice.id().value());
        assertThat(event.integer("origin_server_ts")).isPresent();
        assertThat(event.keys()).doesNotContain("hashes", "signatures", "auth_events", "depth");
    }

    @Test
    void anEventOfAnotherRoomIsNotThere() {
        String id = alice.sends(room, "hello", "t1");
        String other = alice.createsRoom("{}");

        Refusal.NOT_FOUND.answersGet(alice, EVENT, other, id);
        Refusal.NOT_FOUND.answersGet(alice, CONTEXT, other, id);
    }

    @Test
    void r07_whoMayNotSeeAnEventIsToldThatThereIsNone() {
        String id = alice.sends(room, "hello", "t1");

        Refusal.NOT_FOUND.answersGet(bob, EVENT, room, id);
        Refusal.NOT_FOUND.answersGet(alice, EVENT, room, "$" + "x".repeat(43));
        Refusal.NOT_FOUND.answersGet(alice, EVENT, "!nowhere:test.local", id);
        Refusal.FORBIDDEN.answersGet(bob, CONTEXT, room, id);
    }

    @Test
    void r07_aFormerMemberSeesNoEventFromAfterTheLeaving() {
        bob.joins(room);
        String before = alice.sends(room, "before", "t1");
        bob.post("/rooms/{room}/leave", "{}", room);
        String after = alice.sends(room, "after", "t2");

        assertThat(bob.read(EVENT, room, before).string("event_id")).contains(before);
        Refusal.NOT_FOUND.answersGet(bob, EVENT, room, after);
        Refusal.NOT_FOUND.answersGet(bob, CONTEXT, room, after);
        assertThat(bob.read(CONTEXT, room, before).toString()).doesNotContain(after);
    }

    @Test
    void r03_aRedactedEventHasNoContent() {
        String id = alice.sends(room, "regretted", "t1");
        alice.put("/rooms/{room}/redact/{event}/t2", "{}", room, id);

        assertThat(alice.read(EVENT, room, id).toString()).doesNotContain("regretted");
        assertThat(alice.read(CONTEXT, room, id).toString()).doesNotContain("regretted");
    }

    @Test
    void aContextHasTheEventsOnBothSidesNearestFirst() {
        List<String> ids = messages(9);

        JsonObject context = alice.read(CONTEXT + "?limit=4", room, ids.get(4));

        assertThat(context.object("event").orElseThrow().string("event_id")).contains(ids.get(4));
        assertThat(ids(context, "events_before")).containsExactly(ids.get(3), ids.get(2));
        assertThat(ids(context, "events_after")).containsExactly(ids.get(5), ids.get(6));
    }

    @Test
    void theTokensOfAContextGoOnWhereItEnds() {
        List<String> ids = messages(9);
        JsonObject context = alice.read(CONTEXT + "?limit=4", room, ids.get(4));

        JsonObject earlier =
                alice.read(
                        "/rooms/{room}/messages?dir=b&limit=2&from={from}",
                        room,
                        context.string("start").orElseThrow());
        JsonObject later =
                alice.read(
                        "/rooms/{room}/messages?dir=f&limit=2&from={from}",
                        room,
                        context.string("end").orElseThrow());

        assertThat(ids(earlier, "chunk")).containsExactly(ids.get(1), ids.get(0));
        assertThat(ids(later, "chunk")).containsExactly(ids.get(7), ids.get(8));
    }

    @Test
    void aLimitOfZeroGivesTheEventAlone() {
        List<String> ids = messages(3);

        JsonObject context = alice.read(CONTEXT + "?limit=0", room, ids.get(1));

        assertThat(context.object("event")).isPresent();
        assertThat(ids(context, "events_before")).isEmpty();
        assertThat(ids(context, "events_after")).isEmpty();
    }

    @Test
    void theStateIsThatAtTheLastEventOfTheContext() {
        topic("first");
        String id = alice.sends(room, "hello", "t1");
        topic("second");
        topic("third");

        JsonObject context = alice.read(CONTEXT + "?limit=2", room, id);

        assertThat(
                        context.array("state")
                                .orElseThrow()
                                .objects()
                                .filter(
                                        event ->
                                                event.string("type")
                                                        .orElseThrow()
                                                        .equals("m.room.topic"))
                                .map(event -> event.object("content").orElseThrow().toString()))
                .containsExactly("{\"topic\":\"second\"}");
    }

    @Test
    void lazilyLoadedStateHasTheMembersOfTheSendersOnly() {
        bob.joins(room);
        String id = alice.sends(room, "hello", "t1");

        JsonObject context =
                alice.read(
                        CONTEXT + "?limit=0&filter={filter}",
                        room,
                        id,
                        "{\"lazy_load_members\":true}");

        assertThat(
                        context.array("state")
                                .orElseThrow()
                                .objects()
                                .filter(
                                        event ->
                                                event.string("type")
                                                        .orElseThrow()
                                                        .equals("m.room.member"))
                                .map(event -> event.string("state_key").orElseThrow()))
                .containsExactly(alice.id().value());
    }

    @Test
    void badParametersAreRefused() {
        String id = alice.sends(room, "hello", "t1");

        Refusal.INVALID_PARAM.answersGet(alice, CONTEXT + "?limit=-1", room, id);
        Refusal.INVALID_PARAM.answersGet(alice, EVENT, room, "not-an-event");
    }

    private List<String> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> alice.sends(room, "m" + i, "t" + i))
                .toList();
    }

    private void topic(String topic) {
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"" + topic + "\"}", room);
    }

    private static List<String> ids(JsonObject page, String key) {
        return page.array(key)
                .orElseThrow()
                .objects()
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
    }
}
