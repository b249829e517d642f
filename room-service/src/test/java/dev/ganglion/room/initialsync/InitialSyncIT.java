package dev.ganglion.room.initialsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class InitialSyncIT extends RoomOfAlice {
    private static final String INITIAL_SYNC = "/rooms/{room}/initialSync";

    @Test
    void aMemberSeesTheRoomAsItIs() {
        bob.joins(room);
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"tea\"}", room);
        String last = bob.sends(room, "hello", "t1");

        JsonObject info = bob.read(INITIAL_SYNC, room);

        assertThat(info.string("room_id")).contains(room);
        assertThat(info.string("membership")).contains("join");
        assertThat(info.string("visibility")).contains("private");
        assertThat(types(info)).contains("m.room.create", "m.room.member", "m.room.topic");
        assertThat(chunk(info).getLast().string("event_id")).contains(last);
        assertThat(chunk(info).getLast().object("unsigned").orElseThrow().string("transaction_id"))
                .contains("t1");
        assertThat(chunk(info).getLast().string("room_id")).contains(room);
    }

    @Test
    void theNewestEventsComeOldestFirstBetweenTokensThatLeadOn() {
        for (int i = 1; i <= 4; i++) {
            alice.sends(room, "m" + i, "t" + i);
        }

        JsonObject info = alice.read(INITIAL_SYNC + "?limit=2", room);
        alice.sends(room, "m5", "t5");

        assertThat(bodies(chunk(info))).containsExactly("m3", "m4");
        JsonObject messages = info.object("messages").orElseThrow();
        assertThat(page("b&limit=2&from=" + messages.string("start").orElseThrow()))
                .containsExactly("m2", "m1");
        assertThat(page("f&from=" + messages.string("end").orElseThrow())).containsExactly("m5");
    }

    @Test
    void aRoomThatIsShownFromItsBeginningHasNothingBefore() {
        JsonObject messages =
                alice.read(INITIAL_SYNC + "?limit=500", room).object("messages").orElseThrow();

        assertThat(messages.string("start")).isEmpty();
        assertThat(messages.string("end")).isPresent();
    }

    @Test
    void whoHasLeftSeesTheRoomAsItWas() {
        bob.joins(room);
        alice.sends(room, "before", "t1");
        bob.post("/rooms/{room}/leave", "{}", room);
        alice.sends(room, "after", "t2");
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"later\"}", room);

        JsonObject info = bob.read(INITIAL_SYNC, room);

        assertThat(info.string("membership")).contains("leave");
        assertThat(bodies(chunk(info))).contains("before").doesNotContain("after");
        assertThat(types(info)).doesNotContain("m.room.topic");
    }

    @Test
    void theBannedReadWhatTheyCouldBefore() {
        bob.joins(room);
        alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", room);

        assertThat(bob.read(INITIAL_SYNC, room).string("membership")).contains("ban");
    }

    @Test
    void aPublishedRoomThatTheWorldMayReadIsReadByStrangers() {
        String open =
                alice.createsRoom(
                        "{\"visibility\":\"public\",\"initial_state\":[{\"type\":\"m.room.history_visibility\","
                                + "\"content\":{\"history_visibility\":\"world_readable\"}}]}");
        alice.sends(open, "hello", "t1");

        JsonObject info = bob.read(INITIAL_SYNC, open);

        assertThat(info.has("membership")).isFalse();
        assertThat(info.string("visibility")).contains("public");
        assertThat(bodies(chunk(info))).contains("hello");
    }

    @Test
    void r07_othersSeeNothingOfARoomAndOfNone() {
        String closed = alice.createsRoom("{\"invite\":[\"" + bob.id() + "\"]}");

        Refusal.FORBIDDEN.answersGet(bob, INITIAL_SYNC, closed);
        Refusal.FORBIDDEN.answersGet(bob, INITIAL_SYNC, room);
        Refusal.FORBIDDEN.answersGet(bob, INITIAL_SYNC, "!nowhere:test.local");
        Refusal.INVALID_PARAM.answersGet(bob, INITIAL_SYNC, "nowhere");
        Refusal.INVALID_PARAM.answersGet(alice, INITIAL_SYNC + "?limit=0", room);
        Refusal.INVALID_PARAM.answersGet(alice, INITIAL_SYNC + "?limit=many", room);
    }

    private static List<String> types(JsonObject info) {
        return info.array("state")
                .orElseThrow()
                .objects()
                .flatMap(event -> event.string("type").stream())
                .toList();
    }

    private static List<JsonObject> chunk(JsonObject info) {
        return info.object("messages")
                .flatMap(messages -> messages.array("chunk"))
                .orElseThrow()
                .objects()
                .toList();
    }

    private List<String> page(String query) {
        return bodies(
                alice.read("/rooms/{room}/messages?dir=" + query, room)
                        .array("chunk")
                        .orElseThrow()
                        .objects()
                        .toList());
    }

    private static List<String> bodies(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.object("content").flatMap(content -> content.string("body")))
                .flatMap(Optional::stream)
                .toList();
    }
}
