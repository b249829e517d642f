package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.List;

/** The extensions of sliding sync. */
class SlidingExtensionIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void p2MessagesToADeviceComeUntilTheyAreAcknowledged() {
        Suite.shared().devices().has(alice);
        Suite.shared().devices().has(bob);
        SlidingClient client = new SlidingClient(bob, toDevice("null", 1));
        SlidingClient.Answer none = client.syncs();

        send("1");
        send("2");
        SlidingClient.Answer first = client.waits();
        SlidingClient.Answer again = client.waits();
        String next = first.extension("to_device").string("next_batch").orElseThrow();
        SlidingClient.Answer second = client.asks(toDevice('"' + next + '"', 1)).waits();
        String last = second.extension("to_device").string("next_batch").orElseThrow();
        SlidingClient.Answer done = client.asks(toDevice('"' + last + '"', 1)).syncs();

        assertThat(none.extension("to_device").string("next_batch")).isPresent();
        assertThat(numbers(first)).containsExactly(1L);
        assertThat(numbers(again)).containsExactly(1L);
        assertThat(numbers(second)).containsExactly(2L);
        assertThat(numbers(done)).isEmpty();
        assertThat(Suite.shared().devices().waiting(bob)).isZero();
    }

    @Test
    void keysAreCountedInEveryAnswer() {
        Suite.shared().devices().has(alice);
        SlidingClient client =
                new SlidingClient(alice, "{\"extensions\":{\"e2ee\":{\"enabled\":true}}}");

        JsonObject first = client.syncs().extension("e2ee");
        JsonObject second = client.syncs().extension("e2ee");

        assertThat(TestJson.at(first, "device_one_time_keys_count").integer("signed_curve25519"))
                .contains(0L);
        assertThat(first.array("device_unused_fallback_key_types")).isPresent();
        assertThat(first.object("device_lists")).isPresent();
        assertThat(second.object("device_one_time_keys_count")).isPresent();
    }

    @Test
    void accountDataComesWholeAndThenByChange() {
        String room = alice.createsRoom();
        SyncIT.awaitJoin(alice, room);
        put("/user/{user}/account_data/{type}", alice.id(), "org.example.a");
        put("/user/{user}/rooms/{room}/account_data/{type}", alice.id(), room, "org.example.b");
        await().until(() -> alice.syncs().json().toString().contains("org.example.b"));
        SlidingClient client = new SlidingClient(alice, withExtension("account_data"));

        JsonObject first = client.syncs().extension("account_data");
        put("/user/{user}/rooms/{room}/account_data/{type}", alice.id(), room, "org.example.c");
        JsonObject second = client.waits().extension("account_data");

        assertThat(types(first, "global")).contains("org.example.a", "m.push_rules");
        assertThat(types(TestJson.at(first, "rooms"), room)).containsExactly("org.example.b");
        assertThat(types(second, "global")).isEmpty();
        assertThat(types(TestJson.at(second, "rooms"), room)).containsExactly("org.example.c");
        assertThat(client.syncs().extension("account_data").isEmpty()).isTrue();
    }

    @Test
    void receiptsOfTheTimelineComeAtFirstAndThenAllThatAreNew() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String early = alice.sends(room, "early");
        reads(bob, room, early);
        String late = alice.sends(room, "late");
        SlidingClient client = new SlidingClient(alice, withExtension("receipts"));

        JsonObject first =
                client.until(answer -> answer.messages(room).contains("late"))
                        .extension("receipts");
        reads(bob, room, late);
        JsonObject second = client.waits().extension("receipts");

        assertThat(first.isEmpty()).isTrue();
        assertThat(TestJson.at(second, "rooms", room).string("type")).contains("m.receipt");
        assertThat(TestJson.at(second, "rooms", room, "content", late, "m.read").keys())
                .containsExactly(bob.id().value());
    }

    @Test
    void ofSeveralNewReceiptsOfAUserOnlyTheLatestIsTold() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String early = alice.sends(room, "early");
        String late = alice.sends(room, "late");
        SlidingClient client = new SlidingClient(alice, withExtension("receipts"));
        client.until(answer -> answer.messages(room).contains("late"));
        reads(bob, room, early);
        reads(bob, room, late);
        await().until(() -> alice.syncs().ephemeral(room, "m.receipt").toString().contains(late));

        JsonObject receipts = client.until(answer -> isRead(answer, late)).extension("receipts");

        assertThat(TestJson.at(receipts, "rooms", room, "content").keys()).containsExactly(late);
    }

    private static boolean isRead(SlidingClient.Answer answer, String event) {
        return answer.extension("receipts").toString().contains(event);
    }

    @Test
    void receiptsOfARoomOutsideOfTheWindowComeWhenItIsBack() {
        String quiet = alice.createsRoom(bob);
        bob.joins(quiet);
        String loud = alice.createsRoom();
        String event = alice.sends(quiet, "read this");
        String window =
                """
                {"lists":{"top":{"ranges":[[0,0]],"timeline_limit":1}},
                 "extensions":{"receipts":{"enabled":true}}}""";
        SlidingClient client = new SlidingClient(alice, window);
        client.until(answer -> answer.messages(quiet).contains("read this"));
        alice.sends(loud, "up");
        client.until(answer -> answer.messages(loud).contains("up"));

        reads(bob, quiet, event);
        SlidingClient.Answer outside = client.syncs();
        String back = alice.sends(quiet, "back");
        SlidingClient.Answer inside =
                client.until(answer -> !answer.extension("receipts").isEmpty());

        assertThat(back).isNotEmpty();
        assertThat(outside.extension("receipts").isEmpty()).isTrue();
        assertThat(
                        TestJson.at(
                                        inside.extension("receipts"),
                                        "rooms",
                                        quiet,
                                        "content",
                                        event,
                                        "m.read")
                                .keys())
                .contains(bob.id().value());
    }

    @Test
    void typingIsToldOfRoomsInTheWindow() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SlidingClient client = new SlidingClient(alice, withExtension("typing"));
        client.until(answer -> answer.has(room));

        bob.sync(
                HttpMethod.PUT, "/rooms/{room}/typing/{user}", "{\"typing\":true}", room, bob.id());
        JsonObject typing =
                client.until(answer -> !answer.extension("typing").isEmpty()).extension("typing");

        assertThat(
                        TestJson.at(typing, "rooms", room, "content")
                                .array("user_ids")
                                .orElse(JsonArray.EMPTY)
                                .strings())
                .containsExactly(bob.id().value());
    }

    @Test
    void whatIsNotEnabledIsNotTold() {
        alice.createsRoom();

        JsonObject answer = new SlidingClient(alice, SlidingClient.all(1, "[]")).syncs().json();

        assertThat(TestJson.at(answer, "extensions").isEmpty()).isTrue();
    }

    private static String toDevice(String since, int limit) {
        return "{\"extensions\":{\"to_device\":{\"enabled\":true,\"since\":%s,\"limit\":%d}}}"
                .formatted(since, limit);
    }

    private static String withExtension(String name) {
        return """
        {"lists":{"all":{"ranges":[[0,99]],"timeline_limit":1}},"extensions":{"%s":{"enabled":true}}}"""
                .formatted(name);
    }

    private void send(String number) {
        alice.sync(
                HttpMethod.PUT,
                "/sendToDevice/{type}/{txn}",
                "{\"messages\":{\"%s\":{\"%s\":{\"n\":%s}}}}"
                        .formatted(bob.id(), bob.device(), number),
                "org.example.m",
                bob.id() + number);
    }

    private void put(String path, Object... variables) {
        alice.sync(HttpMethod.PUT, path, "{\"a\":1}", variables);
    }

    private static void reads(TestUser reader, String room, String event) {
        reader.sync(
                HttpMethod.POST,
                "/rooms/{room}/receipt/{type}/{event}",
                "{}",
                room,
                "m.read",
                event);
    }

    private static List<Long> numbers(SlidingClient.Answer answer) {
        return answer.extension("to_device")
                .array("events")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(event -> TestJson.at(event, "content").integer("n").orElseThrow())
                .toList();
    }

    private static List<String> types(JsonObject section, String part) {
        return section.array(part)
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(event -> event.string("type").orElseThrow())
                .toList();
    }
}
