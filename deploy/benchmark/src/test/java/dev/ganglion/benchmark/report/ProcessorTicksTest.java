package dev.ganglion.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTicksTest {
    private static final ProcessorTicks EARLIER =
            ProcessorTicks.parse("cpu  100 0 50 800 10 5 5 30 20 0");

    @Test
    void theTimeOfGuestsIsCountedOnce() {
        assertThat(EARLIER).isEqualTo(new ProcessorTicks(30, 1_000));
    }

    @Test
    void whatWasStolenIsAShareOfTheTimeBetween() {
        ProcessorTicks now = ProcessorTicks.parse("cpu  160 0 70 860 10 5 5 90 20 0");

        assertThat(now.percentStolenSince(EARLIER)).hasValue(30);
    }

    @Test
    void nothingIsSaidWhereTheKernelDoesNotTell() {
        ProcessorTicks silent = ProcessorTicks.parse("cpu  160 0 70 860");

        assertThat(silent.percentStolenSince(silent)).isEmpty();
    }
}
