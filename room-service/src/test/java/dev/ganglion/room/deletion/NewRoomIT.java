package dev.ganglion.room.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

class NewRoomIT extends RoomOfAlice {
    private static final String ROOM = "/v2/rooms/{room}";

    private AdminCaller admin;
    private RoomCaller carol;

    @BeforeEach
    void anAdministratorAndSomebodyInvited() {
        admin = new AdminCaller(web, tokens);
        carol = new RoomCaller(web, tokens, "carol-" + word);
        bob.joins(room);
        alice.invites(room, carol);
    }

    @Test
    void thoseInsideAreTakenIntoANewRoomWithItsAliases() {
        String alias = "#%s:test.local".formatted(word);
        alice.put("/directory/room/{alias}", "{\"room_id\":\"" + room + "\"}", alias);
        RoomCaller host = new RoomCaller(web, tokens, "host-" + word);

        JsonObject done =
                deleted(
                        """
                        {"new_room_user_id":"%s","room_name":"Why","message":"Because","purge":false}
                        """
                                .formatted(host.id()));

        String next =
                done.object("shutdown_room")
                        .flatMap(shutdown -> shutdown.string("new_room_id"))
                        .orElseThrow();
        assertThat(bob.read("/directory/room/{alias}", alias).string("room_id")).contains(next);
        assertThat(bob.read("/joined_rooms").toString()).contains(next).doesNotContain(room);
        assertThat(bob.read("/rooms/{room}/state/m.room.name/", next).string("name"))
                .contains("Why");
        assertThat(bob.read("/rooms/{room}/messages?dir=b&limit=20", next).toString())
                .contains("Because");
        Refusal.FORBIDDEN.answersPut(
                bob,
                "/rooms/{room}/send/m.room.message/t1",
                "{\"msgtype\":\"m.text\",\"body\":\"I protest\"}",
                next);
        assertThat(carol.read("/joined_rooms").toString()).doesNotContain(next);
        // Not purged: who was there still reads what was said.
        assertThat(bob.read("/rooms/{room}/messages?dir=b", room).array("chunk")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "@nobody:test.local, 404, M_NOT_FOUND",
        "@gone:test.local,   404, M_NOT_FOUND",
        "@silent:test.local, 503, M_UNKNOWN",
        "@host:elsewhere,    400, M_INVALID_PARAM",
    })
    void nobodyOwnsItWhoIsNoUserHere(String owner, int status, String errcode) {
        new Refusal(status, errcode)
                .answers(
                        admin.call(
                                HttpMethod.DELETE,
                                "{\"block\":true,\"new_room_user_id\":\"" + owner + "\"}",
                                ROOM,
                                room));

        Refusal.NOT_FOUND.answers(admin.get("/v2/rooms/{room}/delete_status", room));
        assertThat(admin.read("/v1/rooms/{room}/block", room).bool("block")).contains(false);
        bob.sends(room, "still here", "t1");
    }

    private JsonObject deleted(String body) {
        String delete =
                admin.ok(HttpMethod.DELETE, body, ROOM, room).string("delete_id").orElseThrow();
        return admin.awaitStatus("complete", "/v2/rooms/delete_status/{delete}", delete);
    }
}
