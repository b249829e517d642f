package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/** What a client asks for a thread. MSC4306. */
sealed interface Wish {
    /**
     * What is to be stored then; empty when all stays as it is. An automatic subscription that the
     * user knew of when unsubscribing is {@code M_CONFLICTING_UNSUBSCRIPTION}.
     */
    Optional<SubscriptionState> after(Stored stored);

    /** The user subscribes, or keeps for good what a client has subscribed to. */
    record Subscription() implements Wish {
        @Override
        public Optional<SubscriptionState> after(Stored stored) {
            return changed(stored, SubscriptionState.MANUAL);
        }
    }

    /**
     * A client subscribes by itself.
     *
     * @param cause where the event that made it do so stands in the event stream
     */
    record AutomaticSubscription(long cause) implements Wish {
        @Override
        public Optional<SubscriptionState> after(Stored stored) {
            if (stored.state().isSubscribed()) {
                return Optional.empty();
            }
            if (cause <= stored.seenUpTo()) {
                throw MatrixException.of(
                        409,
                        ErrorCode.CONFLICTING_UNSUBSCRIPTION,
                        "The user has unsubscribed since that event");
            }
            return Optional.of(SubscriptionState.AUTOMATIC);
        }
    }

    /** The user unsubscribes. */
    record Unsubscription() implements Wish {
        @Override
        public Optional<SubscriptionState> after(Stored stored) {
            return changed(stored, SubscriptionState.UNSUBSCRIBED);
        }
    }

    private static Optional<SubscriptionState> changed(Stored stored, SubscriptionState state) {
        return stored.state() == state ? Optional.empty() : Optional.of(state);
    }
}
