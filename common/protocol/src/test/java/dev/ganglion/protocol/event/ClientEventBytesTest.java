package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValues;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;
import java.util.Optional;

/** Client-server API, "Room Event Format". */
class ClientEventBytesTest {
    private static final EventId ID = EventId.parse("$" + "e".repeat(43));
    private static final byte[] NO_UNSIGNED = {};
    private static final List<String> SHOWN =
            List.of("content", "origin_server_ts", "redacts", "sender", "state_key", "type");
    private static final JsonObject PDU =
            Json.parseObject(
                    """
                    {"auth_events": ["$a"], "content": {"type": "}", "depth": [1, {"x": "\\""}]},
                     "depth": 12, "hashes": {"sha256": "x"}, "origin": "d", "origin_server_ts": 5,
                     "prev_events": ["$p"], "room_id": "!r:d", "sender": "@a:d",
                     "signatures": {"d": {"ed25519:1": "x"}}, "state_key": "", "type": "m.room.topic",
                     "unsigned": {"age": 4}, "event_id": "$forged:d"}
                    """);

    @Provide
    Arbitrary<JsonObject> anyObject() {
        return JsonValues.objects();
    }

    @Example
    void aClientSeesWhatTheSpecificationShowsIt() {
        assertThat(Json.parse(ClientEventBytes.of(CanonicalJson.encode(PDU), ID)))
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"event_id": "%s", "content": {"type": "}", "depth": [1, {"x": "\\""}]},
                                 "origin_server_ts": 5, "sender": "@a:d", "state_key": "",
                                 "type": "m.room.topic"}
                                """
                                        .formatted(ID)));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whateverAnEventHoldsTheBytesSayTheSameAsItsTree(
            @ForAll("anyObject") JsonObject content,
            @ForAll("anyObject") JsonObject more,
            @ForAll("anyObject") JsonObject unsigned) {
        JsonObject pdu = PDU.with("content", content).with("more", more);

        byte[] client =
                ClientEventBytes.splice(
                        CanonicalJson.encode(pdu),
                        ID,
                        Optional.of("!r:d"),
                        CanonicalJson.encode(unsigned));

        assertThat(Json.parse(client))
                .isEqualTo(
                        pdu.keeping(SHOWN)
                                .with("event_id", new JsonString(ID.value()))
                                .with("room_id", new JsonString("!r:d"))
                                .with("unsigned", unsigned));
    }

    @Example
    void aRedactionTellsItsTargetInBothPlaces() {
        JsonObject redaction = PDU.with("type", new JsonString(EventTypes.REDACTION));
        JsonString target = new JsonString("$t:d");
        JsonObject older = redaction.with("redacts", target).with("content", JsonObject.EMPTY);
        JsonObject newer = redaction.with("content", JsonObject.of("redacts", "$t:d"));

        assertTargets(older, "$t:d");
        assertTargets(newer, "$t:d");
    }

    /** In versions before 11 anybody can write anything into the content. */
    @Example
    void r02_theTargetInTheOlderPlaceIsTheOneThatCounts() {
        JsonObject forged =
                PDU.with("type", new JsonString(EventTypes.REDACTION))
                        .with("redacts", new JsonString("$judged:d"))
                        .with("content", JsonObject.of("redacts", "$forged:d"));

        assertTargets(forged, "$judged:d");
    }

    @Example
    void aRedactionWithoutTargetStaysAsItIs() {
        JsonObject redaction =
                PDU.with("type", new JsonString(EventTypes.REDACTION))
                        .with("content", JsonObject.EMPTY);

        JsonObject client =
                Json.parseObject(ClientEventBytes.of(CanonicalJson.encode(redaction), ID));

        assertThat(client.has("redacts")).isFalse();
        assertThat(client.object("content")).contains(JsonObject.EMPTY);
    }

    @Example
    void anIdOfAnOldVersionCannotBreakOutOfItsString() {
        EventId id = EventId.parse("$\",\"x\\:d");
        String room = "!\",\"a\":\":d";

        JsonObject client =
                Json.parseObject(
                        ClientEventBytes.splice(
                                CanonicalJson.encode(PDU), id, Optional.of(room), NO_UNSIGNED));

        assertThat(client.string("event_id")).contains(id.value());
        assertThat(client.string("room_id")).contains(room);
        assertThat(client.string("sender")).contains("@a:d");
    }

    private static void assertTargets(JsonObject redaction, String target) {
        JsonObject client =
                Json.parseObject(ClientEventBytes.of(CanonicalJson.encode(redaction), ID));

        assertThat(client.string("redacts")).contains(target);
        assertThat(client.object("content").orElseThrow().string("redacts")).contains(target);
    }
}
