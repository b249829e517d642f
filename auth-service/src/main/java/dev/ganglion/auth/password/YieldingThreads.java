package dev.ganglion.auth.password;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that take the processors' time only where nothing else wants most of it. A storm of
 * logins fills every processor with hashes of 20 to 40 ms; at the same priority each message would
 * wait for one. Only Linux gives priorities to single threads; elsewhere, and where it is refused,
 * the threads are as urgent as any.
 */
final class YieldingThreads implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger(YieldingThreads.class);

    /**
     * Gets about 0.4 of what a thread of usual priority gets, when both want to run. Not less: the
     * scheduler weighs how much a waking thread has had against the threads beside it, so that next
     * to one of little weight a thread that ran a moment too long waits ten times as long for it.
     */
    private static final int NICENESS = 4;

    /** The longest that Linux knows: whoever asks for less is let in at once. */
    private static final Duration SLICE = Duration.ofMillis(100);

    private final ThreadFactory threads;

    YieldingThreads(String prefix) {
        this.threads = Thread.ofPlatform().daemon().name(prefix, 1).factory();
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(
                () -> {
                    yieldToOthers();
                    work.run();
                });
    }

    private static void yieldToOthers() {
        try {
            if (!LinuxScheduling.yieldWithin(NICENESS, SLICE)
                    && !LinuxScheduling.yieldWith(NICENESS)) {
                log.info("Passwords are checked at usual priority: the system refused a lower one");
            }
        } catch (RuntimeException e) {
            log.info("Passwords are checked at usual priority: {}", e.toString());
        }
    }
}
