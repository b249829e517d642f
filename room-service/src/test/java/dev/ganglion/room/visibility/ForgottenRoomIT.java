package dev.ganglion.room.visibility;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgottenRoomIT extends RoomOfAlice {
    @BeforeEach
    void bobHasLeftIt() {
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
