package dev.ganglion.service.stream;

/** The streams, each with a lock of its own. A number is never used again for another stream. */
public enum StreamClass {
    EVENTS(1),
    ACCOUNT_DATA(2),
    RECEIPTS(3),
    TO_DEVICE(4),
    DEVICE_LISTS(5),
    PRESENCE(6),
    NOTIFICATIONS(7),
    THREAD_SUBSCRIPTIONS(8);

    private final int key;

    StreamClass(int key) {
        this.key = key;
    }

    /** The first key of the advisory lock. */
    public int key() {
        return key;
    }
}
