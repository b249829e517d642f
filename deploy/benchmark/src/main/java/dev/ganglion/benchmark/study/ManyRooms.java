package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.client.Homeserver.Download;
import dev.ganglion.benchmark.load.Latencies;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.scenario.Bench;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Users in thousands of rooms: what one event costs their syncs, how long they wait for their first
 * rooms, and how much sliding sync spares them.
 */
public final class ManyRooms implements Study {
    private static final int MANY = 2_000;
    private static final int FEW = 10;
    private static final int EVENTS = 300;
    private static final int MEMBERS = 50;
    private static final int SOME_ROOMS = 200;
    private static final int MORE_ROOMS = 500;
    private static final int TIMES = 15;
    private static final Map<String, ?> WINDOW =
            Map.of(
                    "lists",
                    Map.of(
                            "all",
                            Map.of(
                                    "ranges",
                                    List.of(List.of(0, 19)),
                                    "timeline_limit",
                                    1,
                                    "required_state",
                                    List.of(
                                            List.of("m.room.name", ""),
                                            List.of("m.room.encryption", ""),
                                            List.of("m.room.member", "$ME"),
                                            List.of("m.room.member", "$LAZY")))));

    @Override
    public String name() {
        return "many-rooms";
    }

    @Override
    public List<Finding> run(Bench bench) {
        List<Finding> findings = new ArrayList<>();
        List<Account> users = bench.users(3);
        List<String> rooms = bench.rooms(users.getFirst(), MANY);
        bench.joinAll(List.of(users.get(1)), rooms.subList(0, FEW));
        bench.joinAll(List.of(users.get(2)), rooms);
        compareIncrements(bench, users, rooms.getFirst(), findings);
        slide(bench, users, rooms, findings);
        beginsWith(bench, findings);
        return findings;
    }

    private void compareIncrements(
            Bench bench, List<Account> users, String room, List<Finding> findings) {
        Latencies withFew = new Latencies();
        Latencies withMany = new Latencies();
        Reader few = new Reader(bench, users.get(1));
        Reader many = new Reader(bench, users.get(2));
        for (int i = 0; i < 2 * EVENTS; i++) {
            bench.server().send(users.getFirst(), room, "n" + i, "news").block();
            boolean isWarm = i >= EVENTS;
            Latencies ofFew = isWarm ? withFew : new Latencies();
            Latencies ofMany = isWarm ? withMany : new Latencies();
            // The first to read pays for what both of them share, so they take turns.
            if (i % 2 == 0) {
                few.reads(ofFew);
                many.reads(ofMany);
            } else {
                many.reads(ofMany);
                few.reads(ofFew);
            }
        }
        findings.add(
                Finding.ratio(
                        name(),
                        "a sync after one event in %,d rooms to one in %d".formatted(MANY, FEW),
                        withMany.at(50),
                        withFew.at(50)));
    }

    /** Goes on from sync to sync. */
    private static final class Reader {
        private final Bench bench;
        private final Account account;
        private String since;

        Reader(Bench bench, Account account) {
            this.bench = bench;
            this.account = account;
            this.since = bench.positionOf(account);
        }

        void reads(Latencies latencies) {
            JsonNode answer = timed(latencies, bench.server().news(account, since));
            since = answer.path("next_batch").asString();
        }
    }

    private void slide(
            Bench bench, List<Account> users, List<String> rooms, List<Finding> findings) {
        Latencies first = new Latencies();
        Latencies increments = new Latencies();
        Account reader = users.get(2);
        String position = "";
        for (int i = 0; i < 2 * TIMES; i++) {
            Latencies latencies = i >= TIMES ? first : new Latencies();
            position =
                    timed(latencies, bench.server().slide(reader, "", WINDOW))
                            .path("pos")
                            .asString();
        }
        for (int i = 0; i < 2 * EVENTS; i++) {
            String room = rooms.get(i % 20);
            bench.server().send(users.getFirst(), room, "s" + i, "news").block();
            Latencies latencies = i >= EVENTS ? increments : new Latencies();
            position =
                    timed(latencies, bench.server().slide(reader, position, WINDOW))
                            .path("pos")
                            .asString();
        }
        String window = "sliding sync's first window of 20 rooms of %,d, ".formatted(MANY);
        findings.add(millis(window + "median", first.at(50).toNanos()));
        findings.add(millis(window + "p99", first.at(99).toNanos()));
        findings.add(millis("an increment of it, median", increments.at(50).toNanos()));
        findings.add(millis("an increment of it, p99", increments.at(99).toNanos()));
    }

    private void beginsWith(Bench bench, List<Finding> findings) {
        List<Account> members = bench.users(MEMBERS - 1);
        List<Account> readers = bench.users(2);
        List<String> rooms = bench.rooms(members.getFirst(), MORE_ROOMS);
        bench.joinAll(members.subList(1, MEMBERS - 1), rooms);
        bench.joinAll(List.of(readers.getFirst()), rooms.subList(0, SOME_ROOMS));
        bench.joinAll(List.of(readers.getLast()), rooms);
        initialSyncs(bench, readers.getFirst(), SOME_ROOMS, findings);
        initialSyncs(bench, readers.getLast(), MORE_ROOMS, findings);
    }

    private void initialSyncs(Bench bench, Account reader, int rooms, List<Finding> findings) {
        Latencies first = new Latencies();
        Latencies last = new Latencies();
        long bytes = 0;
        for (int i = 0; i < 2 * TIMES; i++) {
            Download download = Objects.requireNonNull(bench.server().initialSync(reader).block());
            bytes = download.bytes();
            if (i >= TIMES) {
                first.record(download.firstByte());
                last.record(download.lastByte());
            }
        }
        String what = "an initial sync of %d rooms of %d members, ".formatted(rooms, MEMBERS);
        findings.add(millis(what + "first byte, median", first.at(50).toNanos()));
        findings.add(millis(what + "whole, median", last.at(50).toNanos()));
        findings.add(Finding.number(name(), what + "size", bytes / 1e6, "MB"));
    }

    private Finding millis(String what, long nanos) {
        return Finding.number(name(), what, nanos / 1e6, "ms");
    }

    private static <T> T timed(Latencies latencies, Mono<T> call) {
        long start = System.nanoTime();
        T answer = Objects.requireNonNull(call.block());
        latencies.record(System.nanoTime() - start);
        return answer;
    }
}
