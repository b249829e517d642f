package dev.ganglion.room.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A second replica that no hint of the first reaches: its heads stay behind. */
@GanglionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeafReplicaIT {
    private static final String TOPIC = "/rooms/{room}/state/m.room.topic";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private Environment environment;

    private SecondReplica deaf;
    private RoomCaller alice;
    private RoomCaller bob;

    @BeforeAll
    void aDeafReplica() {
        deaf = SecondReplica.start(environment, "--ganglion.redis.prefix=deaf:");
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(deaf.client(), tokens, "bob");
    }

    @AfterAll
    void noDeafReplica() {
        deaf.close();
    }

    @Test
    void r07_whoHasBeenKickedElsewhereIsShownNothingThatCameAfterIt() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        alice.put(TOPIC, "{\"topic\":\"then\"}", room);
        bob.joins(room);
        bob.sends(room, "hello", "t1");

        alice.post("/rooms/{room}/kick", "{\"user_id\":\"" + bob.id() + "\"}", room);
        alice.put(TOPIC, "{\"topic\":\"now\"}", room);
        new RoomCaller(web, tokens, "carol").joins(room);

        assertThat(bob.read(TOPIC, room).string("topic")).contains("then");
        assertThat(body("/rooms/{room}/state", room))
                .contains("\"then\"")
                .doesNotContain("\"now\"")
                .doesNotContain("@carol:");
        assertThat(body("/rooms/{room}/members", room))
                .contains("@alice:")
                .doesNotContain("@carol:");
        assertThat(body("/rooms/{room}/initialSync", room))
                .doesNotContain("\"now\"")
                .doesNotContain("@carol:");
        bob.get("/rooms/{room}/joined_members", room).expectStatus().isForbidden();
    }

    @Test
    void r07_aRoomThatHasBeenClosedElsewhereIsClosed() {
        String room =
                alice.createsRoom(
                        """
                        {"preset":"public_chat","initial_state":[{"type":"m.room.history_visibility",
                         "content":{"history_visibility":"world_readable"}}]}
                        """);
        assertThat(body("/rooms/{room}/state", room)).contains("world_readable");

        alice.put(
                "/rooms/{room}/state/m.room.history_visibility",
                "{\"history_visibility\":\"shared\"}",
                room);

        bob.get("/rooms/{room}/state", room).expectStatus().isForbidden();
        bob.get("/rooms/{room}/messages?dir=b", room).expectStatus().isForbidden();
    }

    private String body(String path, String room) {
        byte[] body =
                bob.get(path, room)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }
}
