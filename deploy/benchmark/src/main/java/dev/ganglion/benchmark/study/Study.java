package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.scenario.Bench;

import java.util.List;

/** A question about how cost grows: it prepares what it needs, then compares within one run. */
public interface Study {
    /** The name on the command line and in the report. */
    String name();

    List<Finding> run(Bench bench);
}
