package dev.ganglion.protocol.event;

/**
 * How an event that its sender had scheduled is told from one that a device sent: instead of the
 * device it has {@link #DEVICE}, and instead of the client's transaction ID its delay ID. MSC4140,
 * "{@code delay_id} in {@code unsigned} event data".
 */
public final class DelayedEventOrigin {
    /** Stands for the device. A user who names a device so deceives only themself. */
    public static final String DEVICE = "org.matrix.msc4140";

    /** The delay ID within {@code unsigned}, for the sender alone. */
    public static final String UNSIGNED_KEY = "org.matrix.msc4140.delay_id";

    private DelayedEventOrigin() {}
}
