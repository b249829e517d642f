package dev.ganglion.benchmark.floor;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Argon2id alone, on every processor at once, with the parameters that Ganglion has where nobody
 * sets others: no server checks more passwords a second with them.
 */
public final class PasswordHashFloor {
    private static final int KIBIBYTES = 19 * 1_024;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Duration length;

    public PasswordHashFloor(Duration length) {
        this.length = length;
    }

    /** Hashes a second, once warm. */
    public double perSecond() {
        run(length.dividedBy(2));
        return run(length);
    }

    private static double run(Duration length) {
        LongAdder hashes = new LongAdder();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        List<Thread> threads =
                IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .mapToObj(_ -> Thread.ofPlatform().start(() -> hashUntil(end, hashes)))
                        .toList();
        threads.forEach(PasswordHashFloor::join);
        return hashes.sum() / ((System.nanoTime() - start) / 1e9);
    }

    private static void hashUntil(long end, LongAdder hashes) {
        byte[] password = "a long password".getBytes(StandardCharsets.UTF_8);
        while (System.nanoTime() < end) {
            var generator = new Argon2BytesGenerator();
            generator.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withSalt(new byte[SALT_BYTES])
                            .withMemoryAsKB(KIBIBYTES)
                            .withIterations(PASSES)
                            .withParallelism(1)
                            .build());
            generator.generateBytes(password, new byte[HASH_BYTES]);
            hashes.increment();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
