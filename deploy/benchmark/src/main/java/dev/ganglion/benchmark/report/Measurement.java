package dev.ganglion.benchmark.report;

import dev.ganglion.benchmark.load.DeliveryLedger;
import dev.ganglion.benchmark.load.Latencies;
import dev.ganglion.benchmark.load.OpenLoop;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One row of the report. */
public record Measurement(
        String scenario,
        String phase,
        double intended,
        double throughput,
        Duration p50,
        Duration p99,
        Map<String, Long> errorsByKind,
        CpuMeter.Usage cpu,
        long operations,
        Optional<DeliveryLedger.Verdict> delivery) {

    public static Measurement of(
            String scenario,
            String phase,
            double intended,
            OpenLoop.Outcome outcome,
            CpuMeter.Usage cpu) {
        return new Measurement(
                scenario,
                phase,
                intended,
                outcome.throughput(),
                outcome.latencies().at(50),
                outcome.latencies().at(99),
                outcome.errors().byKind(),
                cpu,
                outcome.latencies().count(),
                Optional.empty());
    }

    /** The same load, its latencies counted up to the readers instead of the sender's answer. */
    public Measurement withDelivery(Latencies delivered, DeliveryLedger.Verdict verdict) {
        return new Measurement(
                scenario,
                phase,
                intended,
                throughput,
                delivered.at(50),
                delivered.at(99),
                errorsByKind,
                cpu,
                operations,
                Optional.of(verdict));
    }

    public long errors() {
        return errorsByKind.values().stream().mapToLong(Long::longValue).sum();
    }

    static String header() {
        return """
                | scenario | phase | intended /s | reached /s | p50 ms | p99 ms | errors | lost / doubled / reordered | stolen % | CPU ms per operation |
                |---|---|---:|---:|---:|---:|---:|---|---:|---|
                """;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.2f | %.2f | %d | %s | %s | %s |%n",
                scenario,
                phase,
                intended,
                throughput,
                millis(p50),
                millis(p99),
                errors(),
                delivery.map(
                                verdict ->
                                        verdict.lost()
                                                + " / "
                                                + verdict.doubled()
                                                + " / "
                                                + verdict.reordered())
                        .orElse("–"),
                stolen(),
                cpuPerOperation());
    }

    private String stolen() {
        OptionalDouble percent = cpu.percentStolen();
        return percent.isPresent()
                ? String.format(Locale.ROOT, "%.1f", percent.getAsDouble())
                : "–";
    }

    private String cpuPerOperation() {
        if (cpu.used().isEmpty() || operations == 0) {
            return "–";
        }
        String split =
                cpu.used().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + perOperation(entry.getValue()))
                        .collect(Collectors.joining(", "));
        return perOperation(cpu.sum()) + " (" + split + ")";
    }

    private String perOperation(Duration used) {
        return String.format(Locale.ROOT, "%.3f", millis(used) / operations);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
