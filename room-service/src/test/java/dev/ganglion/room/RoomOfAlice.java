package dev.ganglion.room;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What many tests begin with: a new public room of Alice, which Bob has not joined. */
@GanglionTest
public abstract class RoomOfAlice {
    @Autowired protected WebTestClient web;
    @Autowired protected TestTokens tokens;

    protected RoomCaller alice;
    protected RoomCaller bob;
    protected String room;

    @BeforeEach
    void aRoomOfAlice() {
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        room = alice.createsRoom("{\"preset\":\"public_chat\"}");
    }
}
