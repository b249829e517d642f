package dev.ganglion.room.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampMassagingIT extends RoomOfAlice {
    private static final String MESSAGE = "{\"msgtype\":\"m.text\",\"body\":\"from long ago\"}";
    private static final long LONG_AGO = 1_234_567_890_123L;

    private RoomCaller bridge;

    @BeforeEach
    void theBridgeIsThere() {
        bridge = RoomCaller.ofApplicationService(web, tokens, "_irc_a", "irc");
        bridge.joins(room);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, LONG_AGO, (1L << 53) - 1})
    void anApplicationServiceSaysWhenAMessageWasSent(long timestamp) {
        String path = "/rooms/{room}/send/m.room.message/{txnId}?ts={ts}";

        String event = id(bridge.put(path, MESSAGE, room, "t1", timestamp));

        assertThat(timestampOf(event)).isEqualTo(timestamp);
    }

    @Test
    void aMessageFromThePastIsStillTheNewest() {
        alice.sends(room, "now", "t0");
        String event =
                id(
                        bridge.put(
                                "/rooms/{room}/send/m.room.message/{txnId}?ts=" + LONG_AGO,
                                MESSAGE,
                                room,
                                "t1"));

        JsonObject newest =
                alice.read("/rooms/{room}/messages?dir=b&limit=1", room)
                        .array("chunk")
                        .orElseThrow()
                        .objects()
                        .findFirst()
                        .orElseThrow();

        assertThat(newest.string("event_id")).contains(event);
    }

    @Test
    void anApplicationServiceSaysWhenStateWasSet() {
        alice.put("/rooms/{room}/state/m.room.power_levels", "{\"state_default\":0}", room);

        String keyed = "/rooms/{room}/state/org.example.x/key?ts=" + LONG_AGO;
        assertThat(timestampOf(id(bridge.put(keyed, "{}", room)))).isEqualTo(LONG_AGO);
        String unkeyed = "/rooms/{room}/state/org.example.x?ts=" + LONG_AGO;
        assertThat(timestampOf(id(bridge.put(unkeyed, "{}", room)))).isEqualTo(LONG_AGO);
        String slash = "/rooms/{room}/state/org.example.y/?ts=" + LONG_AGO;
        assertThat(timestampOf(id(bridge.put(slash, "{}", room)))).isEqualTo(LONG_AGO);
        String member = "/rooms/{room}/state/m.room.member/" + bridge.id() + "?ts=" + LONG_AGO;
        assertThat(timestampOf(id(bridge.put(member, "{\"membership\":\"leave\"}", room))))
                .isEqualTo(LONG_AGO);
    }

    @Test
    void aRedactionSentAsAnEventHasItsTimeToo() {
        String said = bridge.sends(room, "hello", "t1");

        String redaction =
                id(
                        bridge.put(
                                "/rooms/{room}/send/m.room.redaction/t2?ts=" + LONG_AGO,
                                "{\"redacts\":\"" + said + "\"}",
                                room));

        assertThat(timestampOf(redaction)).isEqualTo(LONG_AGO);
    }

    @Test
    void redactingAndBanningAreNotMassaged() {
        String said = bridge.sends(room, "hello", "t1");

        String redaction =
                id(bridge.put("/rooms/{room}/redact/{event}/t2?ts=" + LONG_AGO, "{}", room, said));

        assertThat(timestampOf(redaction)).isGreaterThan(LONG_AGO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "-1",
                "+1",
                "1.5",
                "1e3",
                " 1",
                "9007199254740992",
                "99999999999999999999",
                "1,2",
                "\u0661"
            })
    void whatIsNoTimestampIsRefused(String timestamp) {
        Refusal.INVALID_PARAM.answersPut(
                bridge, "/rooms/{room}/send/m.room.message/t1?ts={ts}", MESSAGE, room, timestamp);
        Refusal.INVALID_PARAM.answersPut(
                bridge, "/rooms/{room}/state/org.example.x?ts={ts}", "{}", room, timestamp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123", "now", ""})
    void whatAUserWritesThereIsPassedOver(String timestamp) {
        String event =
                id(
                        alice.put(
                                "/rooms/{room}/send/m.room.message/t1?ts={ts}",
                                MESSAGE,
                                room,
                                timestamp));
        String state =
                id(alice.put("/rooms/{room}/state/org.example.x?ts={ts}", "{}", room, timestamp));

        assertThat(timestampOf(event)).isGreaterThan(LONG_AGO);
        assertThat(timestampOf(state)).isGreaterThan(LONG_AGO);
    }

    private static String id(JsonObject sent) {
        return sent.string("event_id").orElseThrow();
    }

    private long timestampOf(String event) {
        return alice.read("/rooms/{room}/event/{event}", room, event)
                .integer("origin_server_ts")
                .orElseThrow();
    }
}
