package dev.ganglion.room.space;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;

/**
 * A space that is not read to its end.
 *
 * @param depth of its children below the space that was asked for
 * @param after the child that was looked at last
 */
record Frame(RoomId space, int depth, ChildKey after) {
    /** As the table keeps them. */
    static byte[] encode(List<Frame> frames) {
        List<JsonValue> values = frames.stream().<JsonValue>map(Frame::toJson).toList();
        return CanonicalJson.encode(
                JsonObject.builder().put("frames", new JsonArray(values)).build());
    }

    static List<Frame> decode(byte[] json) {
        return Json.parseObject(json)
                .array("frames")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(Frame::ofJson)
                .toList();
    }

    private JsonObject toJson() {
        return JsonObject.builder()
                .put("space", space.value())
                .put("depth", depth)
                .put("order", after.order())
                // Beyond what canonical JSON takes for a number.
                .put("ts", new JsonString(Long.toString(after.originServerTs())))
                .put("child", after.childId())
                .build();
    }

    private static Frame ofJson(JsonObject json) {
        return new Frame(
                RoomId.parse(json.string("space").orElseThrow()),
                json.integer("depth").orElseThrow().intValue(),
                new ChildKey(
                        json.string("order").orElseThrow(),
                        Long.parseLong(json.string("ts").orElseThrow()),
                        json.string("child").orElseThrow()));
    }
}
