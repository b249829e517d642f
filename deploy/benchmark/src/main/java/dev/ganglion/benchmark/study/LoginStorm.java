package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.floor.PasswordHashFloor;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.scenario.Bench;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Many people log in at once: how many a second beside the hashes that the same processors can
 * make, and what whoever is writing at that time notices of it.
 */
public final class LoginStorm implements Study {
    private static final int USERS = 50;
    private static final int LOGINS = 1_000;
    private static final int AT_ONCE = 64;
    private static final double SENDS_PER_SECOND = 100;
    private static final Duration FLOOR_LENGTH = Duration.ofSeconds(10);
    private static final Duration SENDING = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "login-storm";
    }

    @Override
    public List<Finding> run(Bench bench) {
        List<Account> users = bench.users(USERS);
        String room = bench.rooms(users.getFirst(), 1).getFirst();
        double floor = new PasswordHashFloor(FLOOR_LENGTH).perSecond();
        logins(bench, users, LOGINS).blockLast();
        double perSecond = loginsPerSecond(bench, users);
        send(bench, users.getFirst(), room, "warm");
        Duration calm = send(bench, users.getFirst(), room, "calm");
        Duration stormy = sendInAStorm(bench, users, room);
        return List.of(
                new Finding(
                        name(),
                        "logins a second to bare password hashes a second",
                        String.format(
                                Locale.ROOT,
                                "%.2f (%.1f to %.1f)",
                                perSecond / floor,
                                perSecond,
                                floor)),
                Finding.ratio(
                        name(),
                        "p99 of %.0f messages a second during a storm of logins to before it"
                                .formatted(SENDS_PER_SECOND),
                        stormy,
                        calm));
    }

    private static double loginsPerSecond(Bench bench, List<Account> users) {
        long start = System.nanoTime();
        logins(bench, users, LOGINS).blockLast();
        return LOGINS / ((System.nanoTime() - start) / 1e9);
    }

    private static Duration sendInAStorm(Bench bench, List<Account> users, String room) {
        Disposable storm = logins(bench, users, Integer.MAX_VALUE).subscribe();
        try {
            return send(bench, users.getFirst(), room, "storm");
        } finally {
            storm.dispose();
        }
    }

    private static Flux<Account> logins(Bench bench, List<Account> users, int count) {
        return Flux.range(0, count)
                .flatMap(number -> login(bench, users.get(number % users.size())), AT_ONCE);
    }

    private static Mono<Account> login(Bench bench, Account user) {
        return bench.server().login(user.userId(), user.password());
    }

    private static Duration send(Bench bench, Account sender, String room, String name) {
        OpenLoop.Outcome outcome =
                new OpenLoop(SENDS_PER_SECOND, SENDING)
                        .run(number -> bench.server().send(sender, room, name + number, "hello"));
        if (!outcome.errors().byKind().isEmpty()) {
            throw new IllegalStateException("Messages failed: " + outcome.errors().byKind());
        }
        return outcome.latencies().at(99);
    }
}
