package dev.ganglion.room;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.accounts.AccountsDouble;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.UUID;

/** What many tests begin with: a new public room of Alice, which Bob has not joined. */
@GanglionTest
public abstract class RoomOfAlice {
    /** No other test says it: what is found by it is this test's. */
    protected final String word = "w" + UUID.randomUUID().toString().substring(0, 8);

    @Autowired protected WebTestClient web;
    @Autowired protected TestTokens tokens;

    protected RoomCaller alice;
    protected RoomCaller bob;
    protected String room;

    @DynamicPropertySource
    static void accounts(DynamicPropertyRegistry registry) {
        AccountsDouble.standsBy(registry);
    }

    @BeforeEach
    void aRoomOfAlice() {
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        room = alice.createsRoom("{\"preset\":\"public_chat\"}");
    }
}
