package dev.ganglion.sync.threadsubscription;

import static dev.ganglion.sync.threadsubscription.SubscriptionState.AUTOMATIC;
import static dev.ganglion.sync.threadsubscription.SubscriptionState.MANUAL;
import static dev.ganglion.sync.threadsubscription.SubscriptionState.UNSUBSCRIBED;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;

class WishTest {
    private static final Stored MANUALLY = new Stored(MANUAL, 0);
    private static final Stored AUTOMATICALLY = new Stored(AUTOMATIC, 0);
    private static final Stored UNSUBSCRIBED_AT_7 = new Stored(UNSUBSCRIBED, 7);

    @Test
    void aUsersSubscriptionIsOneOfTheirOwnWhateverWasBefore() {
        Wish wish = new Wish.Subscription();

        assertThat(wish.after(Stored.NOTHING)).contains(MANUAL);
        assertThat(wish.after(AUTOMATICALLY)).contains(MANUAL);
        assertThat(wish.after(UNSUBSCRIBED_AT_7)).contains(MANUAL);
        assertThat(wish.after(MANUALLY)).isEmpty();
    }

    @Test
    void anAutomaticSubscriptionChangesNoOtherSubscription() {
        Wish wish = new Wish.AutomaticSubscription(1);

        assertThat(wish.after(Stored.NOTHING)).contains(AUTOMATIC);
        assertThat(wish.after(AUTOMATICALLY)).isEmpty();
        assertThat(wish.after(MANUALLY)).isEmpty();
    }

    @Test
    void onlyWhatCameAfterAnUnsubscriptionSubscribesByItself() {
        assertThat(new Wish.AutomaticSubscription(8).after(UNSUBSCRIBED_AT_7)).contains(AUTOMATIC);
        assertThatThrownBy(() -> new Wish.AutomaticSubscription(7).after(UNSUBSCRIBED_AT_7))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal ->
                                assertThat(refusal.errorCode().code())
                                        .isEqualTo(
                                                "IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION"));
    }

    @Test
    void onlyASubscriptionCanBeGivenUp() {
        Wish wish = new Wish.Unsubscription();

        assertThat(wish.after(MANUALLY)).contains(UNSUBSCRIBED);
        assertThat(wish.after(AUTOMATICALLY)).contains(UNSUBSCRIBED);
        assertThat(wish.after(UNSUBSCRIBED_AT_7)).isEmpty();
        assertThat(wish.after(Stored.NOTHING)).isEmpty();
    }
}
