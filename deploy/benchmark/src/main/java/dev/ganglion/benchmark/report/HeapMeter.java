package dev.ganglion.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The bytes that are alive on the heaps of named Java processes of the same user. */
public final class HeapMeter {
    private final Map<String, Long> pids;

    /**
     * Looks at these processes; those that are no Java ones are passed over.
     *
     * @param pids process IDs by the name under which they are reported
     */
    public HeapMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
        this.pids.values().removeIf(pid -> !isJava(pid));
    }

    /** Anything else would be sent a signal, at which PostgreSQL stops at once. */
    private static boolean isJava(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> Path.of(command).endsWith("java"))
                .isPresent();
    }

    /** After a full collection of each. */
    public Map<String, Long> live() {
        Map<String, Long> live = new LinkedHashMap<>();
        pids.forEach((name, pid) -> live(pid).ifPresent(bytes -> live.put(name, bytes)));
        return live;
    }

    /** The sum of a class histogram, which counts what a full collection leaves. */
    private static OptionalLong live(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process =
                    new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("Total "))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+", 4)[2]))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
