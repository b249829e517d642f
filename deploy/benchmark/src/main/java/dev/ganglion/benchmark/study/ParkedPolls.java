package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.Woken;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.report.HeapMeter;
import dev.ganglion.benchmark.scenario.Bench;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Long polls of the members of one room that wait for something: the memory and the processor time
 * that they take while nothing happens, and how long a message takes to reach the last of them.
 */
public final class ParkedPolls implements Study {
    private static final int USERS = 50;
    private static final int POLLS_OF_DEVICE = 4;
    private static final int ROUNDS = 5;
    private static final Duration PARKED = Duration.ofSeconds(100);
    private static final Duration SETTLE = Duration.ofSeconds(25);
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final int polls;
    private final HeapMeter heap;

    public ParkedPolls(int polls, HeapMeter heap) {
        this.polls = polls;
        this.heap = heap;
    }

    @Override
    public String name() {
        return "parked-polls";
    }

    @Override
    public List<Finding> run(Bench bench) {
        List<Account> users = bench.users(USERS);
        String room = bench.rooms(users.getFirst(), 1).getFirst();
        bench.joinAll(users.subList(1, USERS), List.of(room));
        List<Account> devices = bench.devices(users, Math.ceilDiv(polls, POLLS_OF_DEVICE));
        List<Finding> findings = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            // The first rounds are for the compiler, and for the connections to be there.
            measure(bench, users.getFirst(), room, devices, round == ROUNDS - 1, findings);
        }
        return findings;
    }

    private void measure(
            Bench bench,
            Account sender,
            String room,
            List<Account> devices,
            boolean isLast,
            List<Finding> findings) {
        String position = bench.positionOf(sender);
        Map<String, Long> before = isLast ? heap.live() : Map.of();
        CpuMeter.Usage alone = isLast ? idle(bench) : bench.cpu().since(bench.cpu().read());
        Woken woken = park(bench, devices, position);
        if (isLast) {
            CpuMeter.Usage parked = idle(bench);
            findings.addAll(memory(before, heap.live()));
            findings.addAll(processors(alone, parked));
        }
        woken.begin();
        bench.server().send(sender, room, "wake" + System.nanoTime(), "everybody up").block();
        woken.await(PARKED);
        if (!woken.errors().byKind().isEmpty()) {
            throw new IllegalStateException("Not every poll was woken: " + woken.errors().byKind());
        }
        if (isLast) {
            String what = "a message to a room with %,d parked polls reaches ".formatted(polls);
            findings.add(millis(what + "the median one in", woken.latencies().at(50)));
            findings.add(millis(what + "the last one in", woken.latencies().at(100)));
        }
    }

    private Woken park(Bench bench, List<Account> devices, String position) {
        Woken woken = new Woken(polls);
        for (int number = 0; number < polls; number++) {
            bench.server()
                    .waitForNews(devices.get(number % devices.size()), position, PARKED)
                    .subscribe(_ -> woken.answered(), woken::failed);
        }
        LockSupport.parkNanos(SETTLE.toNanos());
        return woken;
    }

    private static CpuMeter.Usage idle(Bench bench) {
        CpuMeter.Reading before = bench.cpu().read();
        LockSupport.parkNanos(IDLE.toNanos());
        return bench.cpu().since(before);
    }

    private List<Finding> memory(Map<String, Long> before, Map<String, Long> parked) {
        List<Finding> findings = new ArrayList<>();
        parked.forEach(
                (process, bytes) ->
                        findings.add(
                                Finding.number(
                                        name(),
                                        "heap of %s a parked poll".formatted(process),
                                        (bytes - before.getOrDefault(process, 0L))
                                                / 1_024.0
                                                / polls,
                                        "KiB")));
        return findings;
    }

    private List<Finding> processors(CpuMeter.Usage alone, CpuMeter.Usage parked) {
        List<Finding> findings = new ArrayList<>();
        parked.used()
                .forEach(
                        (process, used) ->
                                findings.add(
                                        Finding.number(
                                                name(),
                                                "processor time of %s a second with them parked, less that without"
                                                        .formatted(process),
                                                more(used, alone.used().get(process)),
                                                "ms")));
        return findings;
    }

    /** Milliseconds a second. */
    private static double more(Duration used, @Nullable Duration alone) {
        Duration less = alone == null ? Duration.ZERO : alone;
        return used.minus(less).toNanos() / 1e6 / IDLE.toSeconds();
    }

    private Finding millis(String what, Duration time) {
        return Finding.number(name(), what, time.toNanos() / 1e6, "ms");
    }
}
