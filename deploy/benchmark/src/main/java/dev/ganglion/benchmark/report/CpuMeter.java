package dev.ganglion.benchmark.report;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The CPU time that named processes, each with its children, have used, and what the machine's host
 * took away meanwhile.
 */
public final class CpuMeter {
    private final Map<String, Long> pids;

    /**
     * For each of them what it and its children had used when they were last seen: a child that has
     * ended still counts.
     */
    private final Map<Long, Map<Long, Duration>> seen = new HashMap<>();

    /**
     * Watches these processes.
     *
     * @param pids process IDs by the name under which they are reported; may be empty
     */
    public CpuMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
    }

    /** CPU time of each process up to one moment. */
    public record Reading(Map<String, Duration> total, ProcessorTicks machine) {}

    /**
     * CPU time of each process between two moments.
     *
     * @param percentStolen how much of the machine's processors went to others on the same host;
     *     empty where that cannot be known
     */
    public record Usage(Map<String, Duration> used, OptionalDouble percentStolen) {
        public Duration sum() {
            return used.values().stream().reduce(Duration.ZERO, Duration::plus);
        }
    }

    public Reading read() {
        Map<String, Duration> total = new LinkedHashMap<>();
        pids.forEach((name, pid) -> total.put(name, cpuOf(pid)));
        return new Reading(total, ProcessorTicks.now());
    }

    public Usage since(Reading earlier) {
        Map<String, Duration> used = new LinkedHashMap<>();
        Reading now = read();
        now.total()
                .forEach(
                        (name, total) ->
                                used.put(
                                        name,
                                        total.minus(
                                                earlier.total()
                                                        .getOrDefault(name, Duration.ZERO))));
        return new Usage(used, now.machine().percentStolenSince(earlier.machine()));
    }

    private Duration cpuOf(long pid) {
        Map<Long, Duration> family = seen.computeIfAbsent(pid, parent -> new HashMap<>());
        ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .forEach(
                        process ->
                                process.info()
                                        .totalCpuDuration()
                                        .ifPresent(used -> family.put(process.pid(), used)));
        return family.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
