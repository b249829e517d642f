package dev.ganglion.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Calls that block by name but not for long, and that cannot be moved elsewhere. Whatever is added
 * here says why.
 */
public final class UnavoidableBlocking implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Reads a few bytes of /dev/urandom, which never waits.
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
        builder.allowBlockingCallsInside("java.util.UUID", "randomUUID");
        // The first use of a class reads its file, once.
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass");
        builder.allowBlockingCallsInside(
                "java.util.ServiceLoader$LazyClassPathLookupIterator", "hasNext");
        // Console output.
        builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
        // A lock of a library that another thread holds for moments. To throw here would leave the
        // lock with a waiter that is gone, and every later one would wait for ever.
        builder.allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock");
        builder.allowBlockingCallsInside(
                "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock", "lock");
        builder.allowBlockingCallsInside(
                "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock", "lock");
        builder.allowBlockingCallsInside("java.util.concurrent.ForkJoinPool", "signalWork");
        builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker");
        // Netty's allocator takes a lock of its own when it adds memory.
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
