package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.todevice.ToDevice;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Messages from device to device. */
class ToDeviceIT {
    private static final String SEND = "/sendToDevice/{type}/{txn}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

    private final DeviceTables devices = Suite.shared().devices();
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser bobsLaptop = bob.onDevice("LAPTOP");

    @BeforeEach
    void devicesExist() {
        devices.has(alice);
        devices.has(bob);
        devices.has(bobsLaptop);
    }

    @Test
    void aMessageWakesTheDeviceAndIsDeliveredOnce() {
        SyncResult before = bob.syncs();
        var poll = bob.beginsToWait(before);

        sends(alice, bob, "{\"n\":1}");
        SyncResult with = poll.join();
        SyncResult after = bob.syncsSince(with);

        assertThat(with.toDevice())
                .singleElement()
                .satisfies(
                        message -> {
                            assertThat(message.string("type")).contains("org.example.m");
                            assertThat(message.string("sender")).contains(alice.id().value());
                        });
        assertThat(after.toDevice()).isEmpty();
        assertThat(bobsLaptop.syncs().toDevice()).isEmpty();
        assertThat(devices.waiting(bob)).isZero();
    }

    @Test
    void aStarIsForAllDevicesButThoseThatAreNamed() {
        String body =
                "{\"messages\":{\"%s\":{\"*\":{\"n\":1},\"LAPTOP\":{\"n\":2}}}}"
                        .formatted(bob.id());

        alice.sync(HttpMethod.PUT, SEND, body, "org.example.m", txn());

        awaits(bob::syncs, 1);
        awaits(bobsLaptop::syncs, 2);
    }

    @Test
    void whoeverDoesNotExistGetsNothingAndNobodyCanTell() {
        String body =
                """
                {"messages":{"@nobody:test.local":{"*":{},"PHONE":{}},"@far:away.example":{"X":{}},
                 "%s":{"TABLET":{}}}}
                """
                        .formatted(bob.id());

        assertThat(alice.sync(HttpMethod.PUT, SEND, body, "org.example.m", txn()).isEmpty())
                .isTrue();
        sends(alice, bob, "{\"n\":1}");

        awaits(bob::syncs, 1);
    }

    @Test
    void r12TheSenderIsWhoeverSends() {
        SyncResult before = bob.syncs();
        sends(alice, bob, "{\"sender\":\"@mallory:test.local\"}");

        assertThat(bob.waitsSince(before).toDevice())
                .singleElement()
                .satisfies(
                        message ->
                                assertThat(message.string("sender")).contains(alice.id().value()));
    }

    @Test
    void p2ARequestThatIsRepeatedAtOnceAndLaterAtAnyReplicaIsDoneOnce() {
        String txn = txn();
        TestUser elsewhere = alice.at(Suite.port(Suite.shared().sync(1)));

        atOnce(50, n -> sends(n % 2 == 0 ? alice : elsewhere, bob, "{\"n\":1}", txn));
        TestUser afterRestart = alice.at(Suite.port(Suite.shared().startSync()));
        sends(afterRestart, bob, "{\"n\":1}", txn);
        sends(alice.onDevice("OTHER"), bob, "{\"n\":2}", txn);

        awaits(bob::syncs, 1, 2);
    }

    @Test
    void moreThanAHundredComeInSeveralResponsesWithoutWaiting() {
        SyncResult before = bob.syncs();
        sendsMany(250);

        List<Long> received = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        SyncResult last = before;
        while (received.size() < 250) {
            last = bob.waitsSince(last);
            received.addAll(numbers(last));
            sizes.add(last.toDevice().size());
        }

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(received).isEqualTo(upTo(250));
        assertThat(bob.syncsSince(last).toDevice()).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedIsDeliveredAgainByAnyReplicaAndAfterARestart() {
        SyncResult before = bob.syncs();
        sendsMany(3);

        awaits(() -> bob.syncsSince(before), 0, 1, 2);
        awaits(() -> bob.syncsAt(1, "since=" + before.nextBatch()), 0, 1, 2);
        awaits(bob::syncs, 0, 1, 2);
        TestUser afterRestart = bob.at(Suite.port(Suite.shared().startSync()));
        SyncResult last = afterRestart.syncsSince(before);
        assertThat(numbers(last)).containsExactly(0L, 1L, 2L);
        assertThat(bob.syncsSince(last).toDevice()).isEmpty();
        assertThat(bob.syncs().toDevice()).isEmpty();
    }

    @Test
    void p3AReplicaThatComesAfterTheMessagesAreGoneGoesOnFromTheToken() {
        String room = bob.createsRoom();
        SyncResult before = SyncIT.awaitJoin(bob, room);
        for (int i = 0; i < 20; i++) {
            sends(alice, bob, "{\"n\":" + i + "}");
            SyncResult with = bob.waitsSince(before);
            SyncResult gone = bob.syncsSince(with);

            SyncResult elsewhere = bob.syncsAt(1, "since=" + gone.nextBatch());

            assertThat(elsewhere.isEmpty()).as("it does not begin anew").isTrue();
            before = elsewhere;
        }
    }

    @Test
    void aDeviceOfTheSameIdGetsNothingForTheFormerOne() {
        SyncResult before = bob.syncs();
        sends(alice, bob, "{\"n\":1}");
        awaits(() -> bob.syncsSince(before), 1);
        awaits(() -> bob.syncsAt(1, "since=" + before.nextBatch()), 1);

        devices.deletesSilently(bob);
        devices.has(bob);

        assertThat(bob.syncs().toDevice()).isEmpty();
        sends(alice, bob, "{\"n\":2}");
        awaits(bob::syncs, 2);
        awaits(() -> bob.syncsSince(before), 2);
        awaits(() -> bob.syncsAt(1, "since=" + before.nextBatch()), 2);
    }

    @Test
    void whatWaitsForADeviceGoesWithIt() {
        sends(alice, bob, "{}");
        sends(alice, bobsLaptop, "{}");

        devices.deletes(bob);

        Awaitility.await().until(() -> devices.waiting(bob) == 0);
        assertThat(devices.waiting(bobsLaptop)).isEqualTo(1);
    }

    @Test
    void whatWaitsForADeviceGoesWithItEvenIfNobodyHearsOfItsEnd() {
        sends(alice, bob, "{}");
        sends(alice, bobsLaptop, "{}");
        devices.multiply(bob, 2_500);
        devices.deletesSilently(bob);
        devices.has(bob);

        toDevice().forgetFormerDevices().block(PATIENCE);

        assertThat(devices.waiting(bob)).isZero();
        assertThat(devices.waiting(bobsLaptop)).isEqualTo(1);
    }

    @Test
    void d10RequestsAreRememberedForATime() {
        String txn = txn();
        sends(alice, bob, "{\"n\":1}", txn);
        toDevice().forgetTransactions(Duration.ofDays(3)).block(PATIENCE);
        sends(alice, bob, "{\"n\":2}", txn);
        awaits(bob::syncs, 1);

        toDevice().forgetTransactions(Duration.ZERO).block(PATIENCE);
        sends(alice, bob, "{\"n\":3}", txn);

        awaits(bob::syncs, 1, 3);
    }

    private static ToDevice toDevice() {
        return Suite.shared().sync(0).getBean(ToDevice.class);
    }

    @Test
    void d10WhatIsNotOfTheFormOrTooMuchIsRefused() {
        String many =
                String.join(
                        ",",
                        IntStream.rangeClosed(0, 1_000)
                                .mapToObj(n -> "\"D" + n + "\":{}")
                                .toList());

        refused(400, "M_BAD_JSON", "{}");
        refused(400, "M_BAD_JSON", "{\"messages\":[]}");
        refused(400, "M_BAD_JSON", "{\"messages\":{\"@a:test.local\":7}}");
        refused(400, "M_BAD_JSON", "{\"messages\":{\"@a:test.local\":{\"X\":\"text\"}}}");
        refused(400, "M_INVALID_PARAM", "{\"messages\":{\"nobody\":{\"X\":{}}}}");
        refused(400, "M_INVALID_PARAM", "{\"messages\":{\"@a:test.local\":{\"\":{}}}}");
        refused(413, "M_TOO_LARGE", "{\"messages\":{\"@a:test.local\":{" + many + "}}}");
        refused(413, "M_TOO_LARGE", body(bob, "{\"x\":\"" + "x".repeat(65_536) + "\"}"));
        alice.tries(HttpMethod.PUT, SEND, body(bob, "{}"), "t".repeat(256), txn())
                .expectStatus()
                .isBadRequest();
        assertThat(devices.waiting(bob)).isZero();
    }

    @Test
    void d10AFloodOfOneSenderDoesNotPushOutWhatOthersSend() {
        TestUser flood = Suite.shared().user("flood");
        String large = "{\"n\":1,\"x\":\"" + "x".repeat(65_000) + "\"}";
        atOnce(300, n -> sends(flood, bob, large));

        sends(alice, bob, "{\"n\":2}");

        assertThat(devices.waiting(bob)).isBetween(250L, 262L);
        Awaitility.await().until(() -> lastOf(bob).equals(Optional.of(2L)));
    }

    /** Of all that waits, from the oldest on. */
    private static Optional<Long> lastOf(TestUser user) {
        List<Long> received = new ArrayList<>();
        SyncResult last = user.syncs();
        while (!last.toDevice().isEmpty()) {
            received.addAll(numbers(last));
            last = user.syncs("since=" + last.nextBatch());
        }
        return received.isEmpty() ? Optional.empty() : Optional.of(received.getLast());
    }

    /** Of several senders at once to four devices, whose clients go from replica to replica. */
    @Test
    void p3TenThousandMessagesAreDeliveredOnceAndInOrderAcrossARestart() {
        int each = 625;
        List<TestUser> senders =
                IntStream.range(0, 4).mapToObj(n -> Suite.shared().user("sender")).toList();
        devices.has(bob.onDevice("TABLET"));
        devices.has(bob.onDevice("WATCH"));
        List<Reception> receptions =
                List.of(bob, bobsLaptop, bob.onDevice("TABLET"), bob.onDevice("WATCH")).stream()
                        .map(Reception::new)
                        .toList();

        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(
                        () -> atOnce(4, n -> sendsToAllDevices(senders.get(n), bob, each)),
                        task -> Thread.ofVirtual().start(task));
        atOnce(4, n -> receptions.get(n).receive(receptions.get(n).user, 1_250));
        int restarted = Suite.port(Suite.shared().startSync());
        atOnce(4, n -> receptions.get(n).receive(receptions.get(n).user.at(restarted), 2_500));
        sending.join();

        for (Reception reception : receptions) {
            assertThat(reception.received).hasSize(2_500).doesNotHaveDuplicates();
            for (TestUser sender : senders) {
                assertThat(reception.from(sender)).isEqualTo(upTo(each));
            }
            assertThat(reception.user.syncsSince(reception.last).toDevice()).isEmpty();
            assertThat(devices.waiting(reception.user)).isZero();
        }
    }

    /** What a client has received so far. */
    private static final class Reception {
        private final TestUser user;
        private final List<String> received = new ArrayList<>();
        private SyncResult last;

        Reception(TestUser user) {
            this.user = user;
            this.last = user.syncs();
        }

        void receive(TestUser at, int upTo) {
            while (received.size() < upTo) {
                last = at.waitsSince(last);
                last.toDevice()
                        .forEach(
                                message ->
                                        received.add(
                                                message.string("sender").orElseThrow()
                                                        + " "
                                                        + number(message)));
            }
        }

        List<Long> from(TestUser sender) {
            String begin = sender.id() + " ";
            return received.stream()
                    .filter(of -> of.startsWith(begin))
                    .map(of -> Long.valueOf(of.substring(begin.length())))
                    .toList();
        }
    }

    private static void sendsToAllDevices(TestUser sender, TestUser recipient, int count) {
        TestUser elsewhere = sender.at(Suite.port(Suite.shared().sync(1)));
        for (int n = 0; n < count; n++) {
            String body = "{\"messages\":{\"%s\":{\"*\":{\"n\":%d}}}}".formatted(recipient.id(), n);
            (n % 2 == 0 ? sender : elsewhere)
                    .sync(HttpMethod.PUT, SEND, body, "org.example.m", txn());
        }
    }

    /** Not in the common pool: the caches do their work there. */
    private static void atOnce(int count, IntConsumer work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            CompletableFuture.allOf(
                            IntStream.range(0, count)
                                    .mapToObj(
                                            n ->
                                                    CompletableFuture.runAsync(
                                                            () -> work.accept(n), threads))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private void sendsMany(int count) {
        IntStream.range(0, count).forEach(n -> sends(alice, bob, "{\"n\":" + n + "}"));
    }

    private void refused(int status, String errcode, String body) {
        alice.tries(HttpMethod.PUT, SEND, body, "org.example.m", txn())
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);
    }

    private static void sends(TestUser sender, TestUser recipient, String content) {
        sends(sender, recipient, content, txn());
    }

    private static void sends(TestUser sender, TestUser recipient, String content, String txn) {
        sender.sync(HttpMethod.PUT, SEND, body(recipient, content), "org.example.m", txn);
    }

    private static String body(TestUser recipient, String content) {
        return "{\"messages\":{\"%s\":{\"%s\":%s}}}"
                .formatted(recipient.id(), recipient.device(), content);
    }

    /** Sooner or later exactly these are delivered, in this order. */
    private static void awaits(Supplier<SyncResult> response, long... numbers) {
        List<Long> expected = LongStream.of(numbers).boxed().toList();
        Awaitility.await()
                .untilAsserted(() -> assertThat(numbers(response.get())).isEqualTo(expected));
    }

    private static String txn() {
        return "t" + TRANSACTIONS.incrementAndGet();
    }

    private static List<Long> upTo(int count) {
        return IntStream.range(0, count).mapToObj(Long::valueOf).toList();
    }

    private static List<Long> numbers(SyncResult result) {
        return result.toDevice().stream().map(ToDeviceIT::number).toList();
    }

    private static Long number(JsonObject message) {
        return TestJson.at(message, "content").integer("n").orElseThrow();
    }
}
