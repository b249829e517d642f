package dev.ganglion.sync.threadsubscription;

/**
 * What is stored of a thread for a user.
 *
 * @param seenUpTo the end of the event stream when the user unsubscribed
 */
record Stored(SubscriptionState state, long seenUpTo) {
    /** The user has never said anything. */
    static final Stored NOTHING = new Stored(SubscriptionState.UNSUBSCRIBED, -1);
}
