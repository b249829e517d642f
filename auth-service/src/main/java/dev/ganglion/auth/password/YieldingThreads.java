package dev.ganglion.auth.password;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that take the processors' time only where nothing else wants most of it. A storm of
 * logins fills every processor with hashes of 20 to 40 ms; at the same priority each message would
 * wait for one. Only Linux gives priorities to single threads; elsewhere, and where it is refused,
 * the threads are as urgent as any.
 */
final class YieldingThreads implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger(YieldingThreads.class);

    /** Gets about a tenth of what a thread of usual priority gets, when both want to run. */
    private static final int NICENESS = 10;

    private static final int WHICH_THREAD = 0;
    private static final int CALLER = 0;

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
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            int refusal = (int) setpriority().invokeExact(WHICH_THREAD, CALLER, NICENESS);
            if (refusal != 0) {
                log.info("Passwords are checked at usual priority: the system refused a lower one");
            }
        } catch (Throwable e) {
            log.info("Passwords are checked at usual priority: {}", e.toString());
        }
    }

    /** {@code int setpriority(int which, id_t who, int niceness)}. */
    @SuppressWarnings("restricted") // every start of a service allows native access
    private static MethodHandle setpriority() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT));
    }
}
