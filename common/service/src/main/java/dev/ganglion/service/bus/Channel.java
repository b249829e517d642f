package dev.ganglion.service.bus;

/**
 * A name under which messages go out; on Redis it stands behind the prefix {@code ganglion:}.
 *
 * @param name lower-case letters and hyphens, without the prefix
 */
public record Channel(String name) {
    /** New events of rooms, one message for each batch; published by the room-service. */
    public static final Channel EVENTS = new Channel("events");

    /**
     * Access tokens that are dead now; published by the auth-service. A message that names no user
     * says that others were lost: whoever remembers sessions forgets them all.
     */
    public static final Channel SESSIONS = new Channel("sessions");

    /** The moderation policies have changed; published by the moderation-service. */
    public static final Channel POLICIES = new Channel("policies");

    /** Who is typing; the sync-service's own. */
    public static final Channel TYPING = new Channel("typing");

    /** Users' presence; the sync-service's own. */
    public static final Channel PRESENCE = new Channel("presence");

    /** New account data; the sync-service's own. */
    public static final Channel ACCOUNT_DATA = new Channel("account-data");

    /** New receipts; the sync-service's own. */
    public static final Channel RECEIPTS = new Channel("receipts");

    /** Users' devices and keys have changed; published by the auth-service. */
    public static final Channel DEVICE_LISTS = new Channel("device-lists");

    /** New to-device messages; the sync-service's own. */
    public static final Channel TO_DEVICE = new Channel("to-device");

    /** Thread subscriptions have changed; the sync-service's own. */
    public static final Channel THREAD_SUBSCRIPTIONS = new Channel("thread-subscriptions");

    /** Checks the form. */
    public Channel {
        if (name.isEmpty() || !name.chars().allMatch(Channel::isAllowed)) {
            throw new IllegalArgumentException("Not a channel name: " + name);
        }
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || c == '-';
    }
}
