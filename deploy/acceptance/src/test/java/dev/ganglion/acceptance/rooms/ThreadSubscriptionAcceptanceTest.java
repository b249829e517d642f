package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.relate;
import static dev.ganglion.testing.client.Paths.escaped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;

/** MSC4306 and MSC4308, by their unstable names. */
@ExtendWith(Stage.class)
class ThreadSubscriptionAcceptanceTest {
    private static final String SLIDING =
            "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
    private static final String NAME = "io.element.msc4308.thread_subscriptions";

    private final Party party;
    private final RoomId room;
    private final EventId root;

    ThreadSubscriptionAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
        this.root = party.bob().send(room, "root");
    }

    @Test
    void aMentionSubscribesUntilTheUserUnsubscribes() {
        EventId mention = relate(party.bob(), room, "m.room.message", "m.thread", root);
        JsonObject automatic = JsonObject.of("automatic", mention.value());

        party.alice().call("PUT", subscription(root), automatic);
        JsonObject subscribed = party.alice().get(subscription(root));
        party.alice().delete(subscription(root));

        assertThat(subscribed.bool("automatic")).contains(true);
        refused(404, "M_NOT_FOUND", () -> party.alice().get(subscription(root)));
        refused(
                409,
                "IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION",
                () -> party.alice().call("PUT", subscription(root), automatic));
        refused(
                400,
                "IO.ELEMENT.MSC4306.M_NOT_IN_THREAD",
                () ->
                        party.alice()
                                .call(
                                        "PUT",
                                        subscription(root),
                                        JsonObject.of("automatic", root.value())));
    }

    @Test
    void slidingSyncTellsOfThemAndPagesDoToo() {
        JsonObject request =
                Json.parseObject(
                        "{\"extensions\":{\"%s\":{\"enabled\":true}}}"
                                .formatted(NAME)
                                .getBytes(StandardCharsets.UTF_8));
        String pos = party.alice().call("POST", SLIDING, request).string("pos").orElseThrow();

        party.alice().call("PUT", subscription(root), JsonObject.EMPTY);
        JsonObject told =
                party.alice()
                        .call("POST", SLIDING + "?timeout=10000&pos=" + escaped(pos), request)
                        .object("extensions")
                        .flatMap(extensions -> extensions.object(NAME))
                        .orElseThrow();
        JsonObject page =
                party.alice()
                        .get(
                                "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions"
                                        + "?dir=b&to="
                                        + escaped(pos));

        assertThat(told).isEqualTo(page);
        assertThat(
                        told.object("subscribed")
                                .flatMap(rooms -> rooms.object(room.value()))
                                .flatMap(threads -> threads.object(root.value()))
                                .flatMap(thread -> thread.bool("automatic")))
                .contains(false);
    }

    private String subscription(EventId thread) {
        return "/_matrix/client/unstable/io.element.msc4306/rooms/%s/thread/%s/subscription"
                .formatted(escaped(room), escaped(thread));
    }
}
