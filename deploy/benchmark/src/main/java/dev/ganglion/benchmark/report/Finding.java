package dev.ganglion.benchmark.report;

import java.time.Duration;
import java.util.Locale;

/** What a study has found out, in its unit. */
public record Finding(String study, String what, String value) {
    public static Finding ratio(String study, String what, Duration measured, Duration compared) {
        double ratio = measured.toNanos() / (double) compared.toNanos();
        return new Finding(
                study,
                what,
                String.format(
                        Locale.ROOT,
                        "%.2f (%.2f ms to %.2f ms)",
                        ratio,
                        millis(measured),
                        millis(compared)));
    }

    public static Finding number(String study, String what, double value, String unit) {
        String format = value < 100 ? "%.2f %s" : "%,.0f %s";
        return new Finding(study, what, String.format(Locale.ROOT, format, value, unit).strip());
    }

    String row() {
        return "| " + study + " | " + what + " | " + value + " |";
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
