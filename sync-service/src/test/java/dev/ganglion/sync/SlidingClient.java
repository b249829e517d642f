package dev.ganglion.sync;

import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A client of sliding sync, which goes on from its last answer. Not for several threads. */
final class SlidingClient {
    static final String PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

    private TestUser user;
    private String body;
    private @Nullable String pos;

    SlidingClient(TestUser user, String body) {
        this.user = user;
        this.body = body;
    }

    /** A list of all rooms, with so many events of each. */
    static String all(int timelineLimit, String requiredState) {
        return """
        {"lists":{"all":{"ranges":[[0,99]],"timeline_limit":%d,"required_state":%s}}}"""
                .formatted(timelineLimit, requiredState);
    }

    SlidingClient asks(String newBody) {
        body = newBody;
        return this;
    }

    SlidingClient by(TestUser other) {
        user = other;
        return this;
    }

    String pos() {
        return pos == null ? "" : pos;
    }

    SlidingClient from(String position) {
        pos = position;
        return this;
    }

    Answer syncs() {
        return syncs(0);
    }

    Answer waits() {
        return syncs(20_000);
    }

    private Answer syncs(int timeout) {
        byte[] json =
                tries(timeout).expectStatus().isOk().expectBody().returnResult().getResponseBody();
        Answer answer = new Answer(TestJson.parse(json));
        pos = answer.json().string("pos").orElseThrow();
        return answer;
    }

    ResponseSpec tries(int timeout) {
        return pos == null
                ? user.posts(PATH + "?timeout=" + timeout, body)
                : user.posts(PATH + "?timeout=" + timeout + "&pos={pos}", body, pos);
    }

    CompletableFuture<Answer> beginsToWait() {
        return CompletableFuture.supplyAsync(
                this::waits, waiting -> Thread.ofVirtual().start(waiting));
    }

    /** Goes on until an answer is as expected. */
    Answer until(Predicate<Answer> isExpected) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> syncs(1_000), isExpected);
    }

    record Answer(JsonObject json) {
        JsonObject room(String id) {
            return TestJson.at(json, "rooms", id);
        }

        boolean has(String id) {
            return !room(id).isEmpty();
        }

        Set<String> rooms() {
            return TestJson.at(json, "rooms").keys();
        }

        List<String> messages(String id) {
            return SyncResult.bodies(timeline(id));
        }

        List<JsonObject> timeline(String id) {
            return events(id, "timeline");
        }

        List<String> state(String id) {
            return events(id, "required_state").stream()
                    .map(
                            event ->
                                    event.string("type").orElseThrow()
                                            + "|"
                                            + event.string("state_key").orElseThrow())
                    .toList();
        }

        List<JsonObject> events(String id, String part) {
            return room(id).array(part).orElse(JsonArray.EMPTY).objects().toList();
        }

        long count(String list) {
            return TestJson.at(json, "lists", list).integer("count").orElseThrow();
        }

        JsonObject extension(String name) {
            return TestJson.at(json, "extensions", name);
        }
    }
}
