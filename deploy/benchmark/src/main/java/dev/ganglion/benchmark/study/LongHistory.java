package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.client.Homeserver.HistoryPage;
import dev.ganglion.benchmark.load.Latencies;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.DatabaseMeter;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.scenario.Bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Paging back through a room with very many events, page by page from the newest to the first: does
 * a page cost more the further back it lies?
 */
public final class LongHistory implements Study {
    private static final int PAGE = 100;
    private static final int COMPARED = 200;
    private static final int WARMING_UP = 500;
    private static final int COUNTED = 2_000;

    private final int events;
    private final Optional<DatabaseMeter> database;

    public LongHistory(int events, Optional<DatabaseMeter> database) {
        this.events = events;
        this.database = database;
    }

    @Override
    public String name() {
        return "long-history";
    }

    @Override
    public List<Finding> run(Bench bench) {
        Account user = bench.users(1).getFirst();
        String room = bench.rooms(user, 1).getFirst();
        fill(bench, user, room);
        for (int i = 0; i < WARMING_UP; i++) {
            page(bench, user, room, "");
        }
        List<Finding> findings = new ArrayList<>();
        walk(bench, user, room, findings);
        database.ifPresent(meter -> findings.add(transactions(bench, user, room, meter)));
        return findings;
    }

    private void fill(Bench bench, Account user, String room) {
        new OpenLoop(bench.rate(), Duration.ofMillis((long) (events * 1_000L / bench.rate())))
                .run(number -> bench.server().send(user, room, "h" + number, "message " + number));
    }

    private void walk(Bench bench, Account user, String room, List<Finding> findings) {
        List<Long> nanos = new ArrayList<>();
        String from = "";
        long seen = 0;
        do {
            long start = System.nanoTime();
            HistoryPage page = page(bench, user, room, from);
            nanos.add(System.nanoTime() - start);
            seen += page.events();
            from = page.end();
        } while (!from.isEmpty());
        // The very last page is not full.
        int compared = Math.min(COMPARED, nanos.size() / 2);
        findings.add(Finding.number(name(), "events read", (double) seen, ""));
        findings.add(
                Finding.ratio(
                        name(),
                        "median of the last " + compared + " pages to that of the first",
                        median(nanos.subList(nanos.size() - compared - 1, nanos.size() - 1)),
                        median(nanos.subList(0, compared))));
    }

    /** Those that the servers make without being asked are taken off. */
    private Finding transactions(Bench bench, Account user, String room, DatabaseMeter meter) {
        long first = meter.transactions();
        long begin = System.nanoTime();
        for (int i = 0; i < COUNTED; i++) {
            page(bench, user, room, "");
        }
        long asked = meter.transactions();
        long rest = System.nanoTime();
        long idle = meter.transactions() - asked;
        double ofServers = idle * (rest - begin) / (double) (System.nanoTime() - rest);
        return Finding.number(
                name(),
                "database transactions a page of 100",
                (asked - first - ofServers) / COUNTED,
                "over " + COUNTED);
    }

    private static HistoryPage page(Bench bench, Account user, String room, String from) {
        return Objects.requireNonNull(bench.server().history(user, room, from, PAGE).block());
    }

    private static Duration median(List<Long> nanos) {
        Latencies latencies = new Latencies();
        nanos.forEach(latencies::record);
        return latencies.at(50);
    }
}
