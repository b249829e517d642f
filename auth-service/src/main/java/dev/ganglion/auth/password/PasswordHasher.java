package dev.ganglion.auth.password;

import dev.ganglion.protocol.error.MatrixException;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import jakarta.annotation.PreDestroy;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id on threads of its own, which yield to all others: 20 to 40 ms of CPU each. Its queue is
 * short; when it is full, the answer is {@code M_LIMIT_EXCEEDED} at once.
 */
@Component
class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder argon2;
    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;
    private final Timer timer;
    private final String nobodysHash;

    PasswordHasher(PasswordProperties properties, MeterRegistry meters) {
        int kibibytes = Math.toIntExact(properties.memory().toKilobytes());
        this.argon2 =
                new Argon2PasswordEncoder(
                        SALT_BYTES, HASH_BYTES, LANES, kibibytes, properties.passes());
        this.threads = pool(properties);
        this.scheduler = Schedulers.fromExecutorService(threads, "password");
        this.timer = meters.timer("ganglion.password.hash.duration");
        this.nobodysHash = encode("the password of nobody");
        Gauge.builder("ganglion.password.waiting.tasks", threads, pool -> pool.getQueue().size())
                .register(meters);
    }

    private static ThreadPoolExecutor pool(PasswordProperties properties) {
        return new ThreadPoolExecutor(
                properties.threadCount(),
                properties.threadCount(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(properties.queue()),
                new YieldingThreads("password-"));
    }

    Mono<String> hash(String password) {
        return onOwnThread(() -> encode(password));
    }

    /**
     * Whether the password is the one that was hashed. Without a hash the answer is no, after the
     * same time.
     */
    Mono<Boolean> matches(String password, Optional<String> hash) {
        return onOwnThread(
                () ->
                        timer.record(() -> argon2.matches(password, hash.orElse(nobodysHash)))
                                && hash.isPresent());
    }

    /** Whether the hash was made with less than what is asked for now. */
    boolean isOutdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    @PreDestroy
    void stop() {
        scheduler.dispose();
        threads.shutdownNow();
    }

    private String encode(String password) {
        String hash = timer.record(() -> argon2.encode(password));
        if (hash == null) {
            throw new IllegalStateException("Argon2 made no hash");
        }
        return hash;
    }

    private <T> Mono<T> onOwnThread(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> MatrixException.limitExceeded(RETRY_AFTER));
    }
}
