package dev.ganglion.auth.password;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How urgent the calling thread is to Linux; see {@code sched(7)} and {@code sched_setattr(2)}.
 * Everything is refused where the system is another one.
 */
final class LinuxScheduling {
    private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

    /** The system call has no function of its own in the C libraries of most systems. */
    private static final Map<String, Long> SCHED_SETATTR = Map.of("amd64", 314L, "aarch64", 274L);

    private static final MemoryLayout SCHED_ATTR =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("size"),
                    ValueLayout.JAVA_INT.withName("policy"),
                    ValueLayout.JAVA_LONG.withName("flags"),
                    ValueLayout.JAVA_INT.withName("nice"),
                    ValueLayout.JAVA_INT.withName("priority"),
                    ValueLayout.JAVA_LONG.withName("runtime"),
                    ValueLayout.JAVA_LONG.withName("deadline"),
                    ValueLayout.JAVA_LONG.withName("period"));

    private static final int WHICH_THREAD = 0;
    private static final int CALLER = 0;
    private static final long NO_FLAGS = 0;

    private LinuxScheduling() {}

    /**
     * Gives the thread a share, and long slices of it. A kernel from 6.12 on lets whoever wakes up
     * and wants less run at once, instead of at the end of a slice; an older one takes the share
     * alone.
     *
     * @return whether the system did so
     */
    static boolean yieldWithin(int niceness, Duration slice) {
        Optional<Long> number =
                Optional.ofNullable(SCHED_SETATTR.get(System.getProperty("os.arch")));
        return IS_LINUX && number.filter(call -> setAttributes(call, niceness, slice)).isPresent();
    }

    /**
     * Gives the thread a share.
     *
     * @return whether the system did so
     */
    static boolean yieldWith(int niceness) {
        return IS_LINUX && setPriority(niceness);
    }

    /** {@code long syscall(SYS_sched_setattr, pid_t, struct sched_attr *, unsigned int)}. */
    private static boolean setAttributes(long call, int niceness, Duration slice) {
        MethodHandle syscall =
                function(
                        "syscall",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment attributes = memory.allocate(SCHED_ATTR);
            set(attributes, "size", Math.toIntExact(SCHED_ATTR.byteSize()));
            set(attributes, "nice", niceness);
            set(attributes, "runtime", slice.toNanos());
            return (long) syscall.invokeExact(call, (long) CALLER, attributes, NO_FLAGS) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setattr failed", e);
        }
    }

    /** {@code int setpriority(int which, id_t who, int niceness)}. */
    private static boolean setPriority(int niceness) {
        MethodHandle setpriority =
                function(
                        "setpriority",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT));
        try {
            return (int) setpriority.invokeExact(WHICH_THREAD, CALLER, niceness) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority failed", e);
        }
    }

    private static void set(MemorySegment attributes, String field, Object value) {
        SCHED_ATTR.varHandle(PathElement.groupElement(field)).set(attributes, 0L, value);
    }

    @SuppressWarnings("restricted") // every start of a service allows native access
    private static MethodHandle function(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }
}
