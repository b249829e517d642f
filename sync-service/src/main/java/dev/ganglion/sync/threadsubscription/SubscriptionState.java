package dev.ganglion.sync.threadsubscription;

import java.util.Arrays;

/** What a user has last said of a thread. */
public enum SubscriptionState {
    /** The user wants to hear of it. */
    MANUAL("manual"),
    /** A client subscribed for the user, such as after a mention. */
    AUTOMATIC("automatic"),
    UNSUBSCRIBED("unsubscribed");

    private final String word;

    SubscriptionState(String word) {
        this.word = word;
    }

    /** As it is stored. */
    String word() {
        return word;
    }

    static SubscriptionState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow();
    }

    public boolean isSubscribed() {
        return this != UNSUBSCRIBED;
    }
}
