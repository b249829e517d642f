package dev.ganglion.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the machine's processors have done since it started, in the kernel's ticks.
 *
 * @param stolen ready to work, but the host of this virtual machine let others work
 * @param all whatever they did, waiting included
 */
record ProcessorTicks(long stolen, long all) {
    private static final Path SOURCE = Path.of("/proc/stat");
    private static final ProcessorTicks UNKNOWN = new ProcessorTicks(0, 0);
    private static final int STOLEN = 7;

    /** Unknown, all zero, where the kernel is not Linux. */
    static ProcessorTicks now() {
        if (!Files.isReadable(SOURCE)) {
            return UNKNOWN;
        }
        try (Stream<String> lines = Files.lines(SOURCE)) {
            return lines.findFirst().map(ProcessorTicks::parse).orElse(UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + SOURCE, e);
        }
    }

    /**
     * The line about all processors. Its first eight numbers are everything; what follows them, the
     * time of guests, is part of the first two. See proc_stat(5).
     */
    static ProcessorTicks parse(String line) {
        long[] ticks = Stream.of(line.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
        return ticks.length <= STOLEN
                ? UNKNOWN
                : new ProcessorTicks(ticks[STOLEN], LongStream.of(ticks).limit(STOLEN + 1).sum());
    }

    /** How much of the processors' time since then was stolen, 0 to 100; empty when unknown. */
    OptionalDouble percentStolenSince(ProcessorTicks earlier) {
        long passed = all - earlier.all;
        return passed <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * (stolen - earlier.stolen) / passed);
    }
}
