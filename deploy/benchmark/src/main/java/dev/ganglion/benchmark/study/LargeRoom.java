package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.Latencies;
import dev.ganglion.benchmark.report.DatabaseMeter;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.scenario.Bench;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A room with thousands of members beside rooms with ten: joining it, sending into it, and what a
 * join, a message and a change of membership leave in the database.
 */
public final class LargeRoom implements Study {
    private static final int SMALL_ROOMS = 20;
    private static final int SMALL_MEMBERS = 10;
    private static final int JOINERS = 200;
    private static final int SENDS = 1_000;

    private final int members;
    private final Optional<DatabaseMeter> database;

    public LargeRoom(int members, Optional<DatabaseMeter> database) {
        this.members = members;
        this.database = database;
    }

    @Override
    public String name() {
        return "large-room";
    }

    @Override
    public List<Finding> run(Bench bench) {
        List<Account> users = bench.users(members);
        List<Account> joiners = bench.users(JOINERS);
        List<String> large = bench.rooms(users.getFirst(), 2);
        List<String> small = bench.rooms(users.getFirst(), SMALL_ROOMS);
        List<Finding> findings = new ArrayList<>();
        StorageGrowth growth = new StorageGrowth(name(), database, findings);
        growth.of(
                "join", 2L * (members - 1), () -> bench.joinAll(users.subList(1, members), large));
        bench.joinAll(users.subList(1, SMALL_MEMBERS), small);
        // Whoever is timed is known by then: a first request also exchanges its token.
        bench.joinAll(joiners, bench.rooms(users.getFirst(), 1));
        compareJoins(bench, joiners, large.getFirst(), small, findings);
        compareSends(bench, users.getFirst(), large.getFirst(), small.getFirst(), findings);
        growth.of(
                "message of 100 bytes",
                10L * SENDS,
                () ->
                        bench.sendAll(
                                users.getFirst(), large.getLast(), 10 * SENDS, "x".repeat(100)));
        growth.ofState(
                large.getLast(), 2L * members, () -> bench.rejoinAll(users, large.getLast()));
        return findings;
    }

    private void compareJoins(
            Bench bench,
            List<Account> joiners,
            String large,
            List<String> small,
            List<Finding> findings) {
        Latencies intoLarge = new Latencies();
        Latencies intoSmall = new Latencies();
        for (int i = 0; i < joiners.size(); i++) {
            timed(intoLarge, bench.server().join(joiners.get(i), large));
            timed(intoSmall, bench.server().join(joiners.get(i), small.get(i % small.size())));
        }
        findings.add(
                Finding.ratio(
                        name(),
                        "joining a room of %d to joining one of %d"
                                .formatted(members, SMALL_MEMBERS),
                        intoLarge.at(50),
                        intoSmall.at(50)));
    }

    private void compareSends(
            Bench bench, Account user, String large, String small, List<Finding> findings) {
        Latencies intoLarge = new Latencies();
        Latencies intoSmall = new Latencies();
        for (int i = 0; i < SENDS; i++) {
            timed(intoLarge, bench.server().send(user, large, "l" + i, "hello"));
            timed(intoSmall, bench.server().send(user, small, "s" + i, "hello"));
        }
        findings.add(
                Finding.ratio(
                        name(),
                        "sending into a room of %d to sending into one of %d"
                                .formatted(members, SMALL_MEMBERS),
                        intoLarge.at(50),
                        intoSmall.at(50)));
    }

    private static void timed(Latencies latencies, Mono<?> call) {
        long start = System.nanoTime();
        call.block();
        latencies.record(System.nanoTime() - start);
    }
}
