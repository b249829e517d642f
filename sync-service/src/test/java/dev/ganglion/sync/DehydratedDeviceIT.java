package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** What waits for a device that nobody is logged in on. */
class DehydratedDeviceIT {
    private static final String EVENTS =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events";
    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

    private final DeviceTables devices = Suite.shared().devices();
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser dehydrated = bob.onDevice("DEHYDRATED");

    @BeforeEach
    void devicesExist() {
        devices.has(alice);
        devices.has(bob);
        devices.has(dehydrated);
        devices.dehydrates(dehydrated);
    }

    @Test
    void itIsReadInPagesUpToAnEmptyOne() {
        sends(250);

        List<Integer> sizes = new ArrayList<>();
        List<Long> received = new ArrayList<>();
        String token = "{}";
        JsonObject page;
        do {
            page = page(bob, token);
            sizes.add(events(page).size());
            received.addAll(events(page));
            token = after(page);
        } while (!events(page).isEmpty());

        assertThat(sizes).containsExactly(100, 100, 50, 0);
        assertThat(received).isEqualTo(LongStream.range(0, 250).boxed().toList());
        assertThat(events(page(bob, token))).isEmpty();
    }

    @Test
    void nothingIsTakenAwaySoThatAnotherClientCanBeginAnewAtAnyReplica() {
        sends(3);
        JsonObject first = page(bob, "{}");
        page(bob, after(first));
        TestUser elsewhere = bob.onDevice("LAPTOP").at(Suite.port(Suite.shared().sync(1)));

        assertThat(events(page(elsewhere, "{}"))).containsExactly(0L, 1L, 2L);
        assertThat(events(page(elsewhere, after(first)))).isEmpty();
        assertThat(devices.waiting(dehydrated)).isEqualTo(3);
    }

    @Test
    void whatComesLaterIsReadWithTheLastToken() {
        JsonObject empty = page(bob, "{}");
        assertThat(events(empty)).isEmpty();

        sends(1);
        JsonObject one = page(bob, after(empty));
        assertThat(events(one)).containsExactly(0L);
        assertThat(events(page(bob, after(one)))).isEmpty();
    }

    @Test
    void itGoesWithTheDevice() {
        sends(3);

        devices.deletes(dehydrated);

        Awaitility.await().until(() -> devices.waiting(dehydrated) == 0);
        refused(bob, "DEHYDRATED", "{}", 403, "M_FORBIDDEN");
    }

    @Test
    void a16OnlyTheOwnersDehydratedDeviceIsRead() {
        refused(alice, "DEHYDRATED", "{}", 403, "M_FORBIDDEN");
        refused(bob, bob.device().value(), "{}", 403, "M_FORBIDDEN");
        refused(bob, "UNKNOWN", "{}", 403, "M_FORBIDDEN");
    }

    @Test
    void d03ATokenThatIsNoneIsRefused() {
        for (String token : List.of("1", "d", "d-1", "d1x", "d" + "9".repeat(19), "")) {
            refused(
                    bob,
                    "DEHYDRATED",
                    "{\"next_batch\":\"" + token + "\"}",
                    400,
                    "M_INVALID_PARAM");
        }
        refused(bob, "DEHYDRATED", "{\"next_batch\":1}", 400, "M_BAD_JSON");
        refused(bob, "DEHYDRATED", "[]", 400, "M_BAD_JSON");
        assertThat(events(page(bob, "{\"next_batch\":\"d999999999999999999\"}"))).isEmpty();
    }

    private void sends(int count) {
        for (int n = 0; n < count; n++) {
            alice.sync(
                    HttpMethod.PUT,
                    "/sendToDevice/{type}/{txn}",
                    "{\"messages\":{\"%s\":{\"*\":{\"n\":%d}}}}".formatted(bob.id(), n),
                    "m.room.encrypted",
                    "dehydrated" + TRANSACTIONS.incrementAndGet());
        }
    }

    private static JsonObject page(TestUser reader, String body) {
        byte[] answer =
                reader.posts(EVENTS, body, "DEHYDRATED")
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.parseObject(Objects.requireNonNull(answer));
    }

    private static String after(JsonObject page) {
        return JsonObject.of("next_batch", page.string("next_batch").orElseThrow()).toString();
    }

    private static List<Long> events(JsonObject page) {
        return page.array("events").orElseThrow().values().stream()
                .map(DehydratedDeviceIT::number)
                .toList();
    }

    private static Long number(JsonValue message) {
        return TestJson.at((JsonObject) message, "content").integer("n").orElseThrow();
    }

    private static void refused(
            TestUser reader, String device, String body, int status, String errcode) {
        reader.posts(EVENTS, body, device)
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);
    }
}
