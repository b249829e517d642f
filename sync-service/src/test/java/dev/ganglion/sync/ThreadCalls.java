package dev.ganglion.sync;

import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What a client asks for threads. */
final class ThreadCalls {
    private static final String SUBSCRIPTION =
            "/_matrix/client/unstable/io.element.msc4306/rooms/{room}/thread/{root}/subscription";
    private static final String PAGES =
            "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions";

    private ThreadCalls() {}

    static void subscribes(TestUser user, String room, String root) {
        puts(user, room, root, "{}").expectStatus().isOk().expectBody().json("{}");
    }

    static void unsubscribes(TestUser user, String room, String root) {
        deletes(user, room, root).expectStatus().isOk().expectBody().json("{}");
    }

    static ResponseSpec subscribesFor(TestUser user, String room, String root, String cause) {
        return puts(user, room, root, "{\"automatic\":\"" + cause + "\"}");
    }

    static ResponseSpec puts(TestUser user, String room, String root, String body) {
        return user.calls(HttpMethod.PUT, SUBSCRIPTION, body, room, root);
    }

    static ResponseSpec deletes(TestUser user, String room, String root) {
        return user.calls(HttpMethod.DELETE, SUBSCRIPTION, "", room, root);
    }

    static ResponseSpec gets(TestUser user, String room, String root) {
        return user.calls(HttpMethod.GET, SUBSCRIPTION, "", room, root);
    }

    static ResponseSpec triesToPage(TestUser user, String query, Object... variables) {
        return user.calls(HttpMethod.GET, PAGES + "?" + query, "", variables);
    }

    static JsonObject pages(TestUser user, String query, Object... variables) {
        return TestJson.parse(
                triesToPage(user, query, variables)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    static String replies(TestUser user, String room, String root) {
        return user.sends(
                room,
                "m.room.message",
                """
                {"msgtype":"m.text","body":"reply","m.relates_to":{"rel_type":"m.thread","event_id":"%s"}}"""
                        .formatted(root));
    }
}
