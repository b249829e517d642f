package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.identifier.UserId;

/**
 * What a user has said of a thread.
 *
 * @param position in the stream
 * @param roomId empty for what is left of a room or user that is gone
 * @param threadRoot the ID of the event that the thread hangs on
 */
public record ThreadSubscription(
        long position, UserId userId, String roomId, String threadRoot, SubscriptionState state) {}
