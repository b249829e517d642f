package dev.ganglion.room.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class BlockIT extends RoomOfAlice {
    private static final String BLOCK = "/v1/rooms/{room}/block";
    private static final String ON = "{\"block\":true}";
    private static final String OFF = "{\"block\":false}";

    private AdminCaller admin;

    @BeforeEach
    void anAdministrator() {
        admin = new AdminCaller(web, tokens);
    }

    @Test
    void nobodyEntersABlockedRoomByAnyWayUntilItIsUnblocked() {
        String knockable =
                alice.createsRoom(
                        """
                        {"preset":"private_chat","initial_state":[
                        {"type":"m.room.join_rules","content":{"join_rule":"knock"}}]}
                        """);
        assertThat(admin.ok(HttpMethod.PUT, ON, BLOCK, room).bool("block")).contains(true);
        admin.ok(HttpMethod.PUT, ON, BLOCK, knockable);

        Refusal.FORBIDDEN.answersPost(bob, "/join/{room}", "{}", room);
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/join", "{}", room);
        Refusal.FORBIDDEN.answersPost(bob, "/knock/{room}", "{}", knockable);
        Refusal.FORBIDDEN.answersPost(
                alice, "/rooms/{room}/invite", "{\"user_id\":\"" + bob.id() + "\"}", room);
        for (String membership : new String[] {"join", "invite"}) {
            Refusal.FORBIDDEN.answersPut(
                    membership.equals("join") ? bob : alice,
                    "/rooms/{room}/state/m.room.member/{user}",
                    "{\"membership\":\"" + membership + "\"}",
                    room,
                    bob.id());
        }
        alice.sends(room, "whoever is inside stays", "t1");

        admin.ok(HttpMethod.PUT, OFF, BLOCK, room);
        bob.joins(room);
        bob.put(
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"leave\"}",
                room,
                bob.id());
    }

    @Test
    void whoHasBlockedItIsOnRecord() {
        String unknown = "!unknown-" + word + ":test.local";
        assertThat(admin.read(BLOCK, unknown))
                .isEqualTo(JsonObject.builder().put("block", false).build());

        admin.ok(HttpMethod.PUT, ON, BLOCK, unknown);
        admin.ok(HttpMethod.PUT, ON, BLOCK, unknown);

        assertThat(admin.read(BLOCK, unknown))
                .isEqualTo(
                        JsonObject.builder()
                                .put("block", true)
                                .put("user_id", AdminCaller.ID.value())
                                .build());
        Refusal.FORBIDDEN.answersPost(bob, "/join/{room}", "{}", unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"block\":\"yes\"}", "{\"block\":1}", "{\"block\":null}"})
    void aBlockIsTrueOrFalse(String body) {
        Refusal.BAD_JSON.answers(admin.call(HttpMethod.PUT, body, BLOCK, room));
    }

    @Test
    void whoeverIsNoAdministratorIsRefused() {
        for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.PUT}) {
            Refusal.FORBIDDEN.answers(
                    web.method(method)
                            .uri("/_synapse/admin" + BLOCK, room)
                            .headers(tokens.forUser(alice.id()))
                            .bodyValue(ON)
                            .exchange());
        }
    }
}
