package dev.ganglion.room.visibility;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@GanglionTest
class ForgottenRoomIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;

    private RoomCaller bob;
    private String room;

    @BeforeEach
    void aRoomThatBobHasLeft() {
        RoomCaller alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(room);
        bob.post("/rooms/{room}/leave", "{}", room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rooms/{room}/messages?dir=b",
                "/rooms/{room}/state",
                "/rooms/{room}/members",
                "/rooms/{room}/state/m.room.create/"
            })
    void whoLeftReadsUntilForgetting(String path) {
        bob.get(path, room).expectStatus().isOk();

        bob.post("/rooms/{room}/forget", "{}", room);

        Refusal.FORBIDDEN.answersGet(bob, path, room);
    }
}
