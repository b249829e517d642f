package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What the tests of upgrades say about rooms. */
record UpgradingCaller(RoomCaller user) {
    static final String UPGRADE = "/rooms/{room}/upgrade";

    static String to(String version) {
        return "{\"new_version\":\"" + version + "\"}";
    }

    /** The ID of the new room. */
    String upgrades(String room, String version) {
        return user.post(UPGRADE, to(version), room).string("replacement_room").orElseThrow();
    }

    ResponseSpec tries(String room, String version) {
        return user.call(HttpMethod.POST, to(version), UPGRADE, room);
    }

    void sets(String room, String type, String stateKey, String content) {
        user.put("/rooms/{room}/state/{type}/{key}", content, room, type, stateKey);
    }

    JsonObject state(String room, String type) {
        return user.read("/rooms/{room}/state/{type}", room, type);
    }

    JsonObject member(String room, RoomCaller who) {
        return user.read("/rooms/{room}/state/m.room.member/{user}", room, who.id().value());
    }

    void bans(String room, RoomCaller who) {
        user.post(
                "/rooms/{room}/ban",
                "{\"user_id\":\"" + who.id() + "\",\"reason\":\"spam\"}",
                room);
    }
}
