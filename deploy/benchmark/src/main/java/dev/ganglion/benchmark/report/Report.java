package dev.ganglion.benchmark.report;

import dev.ganglion.benchmark.floor.FloorRate;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the measurements as Markdown, with their ratios to the floor measured in the same run. */
public final class Report {
    private Report() {}

    public static void print(PrintStream out, List<Measurement> rows, List<FloorRate> floor) {
        out.print(Measurement.header());
        rows.forEach(row -> out.print(row.row()));
        printErrors(out, rows);
        if (!floor.isEmpty()) {
            out.printf("%n| floor on the same machine, same run | per second |%n|---|---:|%n");
            floor.forEach(
                    rate ->
                            out.printf(
                                    Locale.ROOT, "| %s | %.0f |%n", rate.what(), rate.perSecond()));
            printRatios(out, rows, floor);
        }
    }

    /** What the studies have found, below the measurements. */
    public static void printFindings(PrintStream out, List<Finding> findings) {
        if (!findings.isEmpty()) {
            out.printf("%n| study | | found |%n|---|---|---:|%n");
            findings.forEach(finding -> out.println(finding.row()));
        }
    }

    private static void printErrors(PrintStream out, List<Measurement> rows) {
        List<Measurement> failed = rows.stream().filter(row -> row.errors() > 0).toList();
        if (!failed.isEmpty()) {
            out.printf("%n| errors of | kind | count |%n|---|---|---:|%n");
        }
        for (Measurement row : failed) {
            row.errorsByKind()
                    .forEach(
                            (kind, count) ->
                                    out.printf(
                                            Locale.ROOT,
                                            "| %s, %s | %s | %d |%n",
                                            row.scenario(),
                                            row.phase(),
                                            kind,
                                            count));
        }
    }

    private static void printRatios(
            PrintStream out, List<Measurement> rows, List<FloorRate> floor) {
        out.printf(
                "%n| ratio to the floor | %s |%n|---|",
                String.join(" | ", floor.stream().map(FloorRate::what).toList()));
        floor.forEach(rate -> out.print("---:|"));
        out.println();
        for (Measurement row : rows) {
            out.printf("| %s, %s |", row.scenario(), row.phase());
            floor.forEach(
                    rate ->
                            out.printf(
                                    Locale.ROOT, " %.3f |", row.throughput() / rate.perSecond()));
            out.println();
        }
    }
}
