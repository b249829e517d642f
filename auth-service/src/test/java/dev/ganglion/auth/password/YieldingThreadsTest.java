package dev.ganglion.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

@EnabledOnOs(OS.LINUX)
class YieldingThreadsTest {
    /** Of {@code /proc/thread-self/stat}, counted behind the name, which may hold spaces. */
    private static final int NICENESS_FIELD = 16;

    @Test
    void aThreadYieldsAndItsMakerDoesNot() throws Exception {
        int usual = niceness();
        CompletableFuture<Integer> lowered = new CompletableFuture<>();

        new YieldingThreads("test-").newThread(() -> lowered.complete(niceness())).start();

        assertThat(lowered.get()).isEqualTo(Math.max(usual, 4));
        assertThat(niceness()).isEqualTo(usual);
    }

    @Test
    void aShareOfTheProcessorsCanBeTakenWithSlicesAndWithout() throws Exception {
        CompletableFuture<Integer> withSlices = onAThread(() -> yieldingInSlices(12));
        CompletableFuture<Integer> without = onAThread(() -> yielding(13));

        assertThat(withSlices.get()).isEqualTo(12);
        assertThat(without.get()).isEqualTo(13);
    }

    private static CompletableFuture<Integer> onAThread(Supplier<Integer> work) {
        return CompletableFuture.supplyAsync(work, Thread.ofPlatform()::start);
    }

    private static int yieldingInSlices(int niceness) {
        assertThat(LinuxScheduling.yieldWithin(niceness, Duration.ofMillis(100))).isTrue();
        return niceness();
    }

    private static int yielding(int niceness) {
        assertThat(LinuxScheduling.yieldWith(niceness)).isTrue();
        return niceness();
    }

    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Integer.parseInt(fields[NICENESS_FIELD]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
