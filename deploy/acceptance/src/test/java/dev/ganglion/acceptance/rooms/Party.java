package dev.ganglion.acceptance.rooms;

import static dev.ganglion.testing.client.Paths.v3;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import java.util.List;
import java.util.UUID;

/** Those who appear in the stories, and what they do in many of them. */
record Party(MatrixSession alice, MatrixSession bob, MatrixSession carol, MatrixSession mallory) {

    static Party at(Homeserver server) {
        return new Party(
                server.person("alice"),
                server.person("bob"),
                server.person("carol"),
                server.person("mallory"));
    }

    /** A room of Alice's that anybody may join. */
    RoomId publicRoom() {
        return alice.createRoom(JsonObject.of("preset", "public_chat"));
    }

    /** A room of Alice's that nobody else may see. */
    RoomId privateRoom() {
        return alice.createRoom(JsonObject.of("preset", "private_chat"));
    }

    /** A room of Alice's in which Bob is, and can do what a member can. */
    RoomId sharedRoom() {
        RoomId room = publicRoom();
        bob.join(room);
        return room;
    }

    /** A room of Alice's that whoever is not in it may read, but not join. */
    RoomId readableRoom() {
        return alice.createRoom(
                json(
                        """
                        {"preset": "private_chat",
                         "initial_state": [{"type": "m.room.history_visibility",
                                            "content": {"history_visibility": "world_readable"}}]}
                        """));
    }

    /** A room of which only members see what was sent, and only since they came. */
    RoomId roomOfMembersOnly() {
        return alice.createRoom(
                json(
                        """
                        {"preset": "public_chat",
                         "initial_state": [{"type": "m.room.history_visibility",
                                            "content": {"history_visibility": "joined"}}]}
                        """));
    }

    /** One that no room has. */
    static EventId absentEvent() {
        return EventId.parse("$" + "a".repeat(43));
    }

    /** One that no server has. */
    RoomId absentRoom() {
        return RoomId.parse("!" + unique("absent") + ":" + alice.userId().serverName());
    }

    /** Something that refers to an event, of which it is a thread, a reference and so on. */
    static EventId relate(
            MatrixSession who, RoomId room, String type, String relType, EventId event) {
        return who.send(
                room,
                type,
                unique("txn"),
                json(
                        """
                        {"msgtype": "m.text", "body": "related",
                         "m.relates_to": {"rel_type": "%s", "event_id": "%s", "key": "tea"}}
                        """
                                .formatted(relType, event)));
    }

    /** Whoever joins needs this. */
    void setJoinRule(RoomId room, String rule) {
        alice.sendState(room, "m.room.join_rules", "", JsonObject.of("join_rule", rule));
    }

    /** From now on nobody may invite that person. */
    static void blockInvitations(MatrixSession who) {
        who.call(
                "PUT",
                v3("user", who.userId(), "account_data", "m.invite_permission_config"),
                JsonObject.of("default_action", "block"));
    }

    /** Somebody's membership, as Alice reads it. */
    JsonObject membership(RoomId room, MatrixSession member) {
        return alice.state(room, "m.room.member", member.userId().value());
    }

    static JsonObject json(String text) {
        return Json.parseObject(text);
    }

    /** Something that nobody has used before. */
    static String unique(String beginning) {
        return beginning + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Of the events, or rooms, that a list in an answer holds; none where there is no list. */
    static List<String> ids(JsonObject answer, String list, String id) {
        return answer.array(list)
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(one -> one.string(id).orElseThrow())
                .toList();
    }

    /** Of the events that a list in an answer holds. */
    static List<String> eventIds(JsonObject answer, String list) {
        return ids(answer, list, "event_id");
    }

    static EventId eventId(JsonObject answer) {
        return EventId.parse(answer.string("event_id").orElseThrow());
    }
}
