package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.report.Measurement;

import java.util.List;

/** One measured situation: it prepares what it needs, then measures. */
public interface Scenario {
    /** The name on the command line and in the report. */
    String name();

    /** One row or more of the report, first minute before warm where both are measured. */
    List<Measurement> run(Bench bench);
}
