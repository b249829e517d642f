package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonArray;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.List;

class TypingIT {
    private static final String TYPING = "/rooms/{room}/typing/{user}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";

    @BeforeEach
    void aRoomOfTwo() {
        room = alice.createsRoom(bob);
        bob.joins(room);
    }

    @Test
    void othersAreToldWhoIsTypingUntilItEnds() {
        SyncResult before = SyncIT.awaitJoin(alice, room);

        bob.sync(HttpMethod.PUT, TYPING, "{\"typing\":true,\"timeout\":1500}", room, bob.id());
        SyncResult begun = awaitTyping(alice, before);
        SyncResult ended = awaitTyping(alice, begun);

        assertThat(users(begun)).containsExactly(bob.id().value());
        assertThat(users(ended)).isEmpty();
    }

    @Test
    void typingReachesTheOtherReplicaAndAStopDoesToo() {
        SyncResult before = SyncIT.awaitJoin(alice, room);
        bob.sync(HttpMethod.PUT, TYPING, "{\"typing\":true}", room, bob.id());

        SyncResult begun =
                await().until(
                                () -> alice.syncsAt(1, "since=" + before.nextBatch()),
                                sync -> !sync.ephemeral(room, "m.typing").isEmpty());
        bob.sync(HttpMethod.PUT, TYPING, "{\"typing\":false}", room, bob.id());
        SyncResult ended =
                await().until(
                                () -> alice.syncsAt(1, "since=" + begun.nextBatch()),
                                sync -> !sync.ephemeral(room, "m.typing").isEmpty());

        assertThat(users(begun)).containsExactly(bob.id().value());
        assertThat(users(ended)).isEmpty();
    }

    @Test
    void r12NobodyTypesForOthersOrInRoomsOfOthers() {
        TestUser mallory = Suite.shared().user("mallory");

        mallory.tries(HttpMethod.PUT, TYPING, "{\"typing\":true}", room, bob.id())
                .expectStatus()
                .isForbidden();
        alice.tries(HttpMethod.PUT, TYPING, "{\"typing\":true}", room, bob.id())
                .expectStatus()
                .isForbidden();
        mallory.tries(HttpMethod.PUT, TYPING, "{\"typing\":true}", room, mallory.id())
                .expectStatus()
                .isForbidden();
    }

    @Test
    void aBodyOfTheWrongShapeIsRefused() {
        for (String body :
                List.of(
                        "{}",
                        "{\"typing\":\"yes\"}",
                        "{\"typing\":true,\"timeout\":\"x\"}",
                        "{",
                        "[]")) {
            alice.tries(HttpMethod.PUT, TYPING, body, room, alice.id())
                    .expectStatus()
                    .isBadRequest();
        }
    }

    private SyncResult awaitTyping(TestUser user, SyncResult before) {
        SyncResult sync = user.waitsSince(before);
        while (sync.ephemeral(room, "m.typing").isEmpty()) {
            sync = user.waitsSince(sync);
        }
        return sync;
    }

    private List<String> users(SyncResult sync) {
        return sync.ephemeral(room, "m.typing")
                .getLast()
                .array("user_ids")
                .orElse(JsonArray.EMPTY)
                .strings()
                .toList();
    }
}
