package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class LeasesTest {
    private static final Allowance A_ROOMS = new Allowance(200, 2_000);

    private Instant now = Instant.EPOCH;
    private final Leases leases = new Leases(() -> now);
    private final Bucket room = new Bucket(LimitClass.SEND, LimitKey.ROOM, "!room:test.local");

    @Test
    void whoSpendsLittleTakesLittleFromABucketThatOthersShare() {
        for (int second = 0; second < 10; second++) {
            leases.keep(room, new Grant.Taken(demand().wanted()));
            now = now.plusSeconds(1);

            assertThat(demand().wanted()).isEqualTo(1);
        }
    }

    @Test
    void whoSpendsMuchSoonTakesASecondsWorth() {
        for (int calls = 0; calls < 10; calls++) {
            leases.keep(room, new Grant.Taken(demand().wanted()));
            while (leases.spend(room)) {}
        }

        assertThat(demand().wanted()).isEqualTo(200);
    }

    @Test
    void whatWasSpentIsForgottenASecondAfterTheLeaseIsOver() {
        leases.keep(room, new Grant.Taken(10));
        while (leases.spend(room)) {}

        now = now.plusSeconds(2);
        assertThat(demand().wanted()).isEqualTo(10);

        now = now.plusMillis(1);
        assertThat(demand().wanted()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackCanBeSpentAgainUntilTheLeaseEnds() {
        leases.keep(room, new Grant.Taken(2));
        assertThat(leases.spend(room)).isTrue();

        leases.giveBack(room);
        assertThat(leases.spend(room)).isTrue();
        assertThat(leases.spend(room)).isFalse();

        now = now.plusSeconds(1);
        leases.giveBack(room);
        assertThat(leases.spend(room)).isFalse();
    }

    @Test
    void aRefusalIsRememberedForASecondAtMost() {
        leases.keep(room, new Grant.Refused(Duration.ofSeconds(9)));

        assertThat(leases.refusal(room)).hasValue(Duration.ofSeconds(9));
        now = now.plusSeconds(1);
        assertThat(leases.refusal(room)).isEmpty();
    }

    @Test
    void aBucketBesideOneThatRefusesIsNotRememberedAsRefusing() {
        leases.keep(room, new Grant.Untouched());

        assertThat(leases.refusal(room)).isEmpty();
        assertThat(leases.spend(room)).isFalse();
    }

    private Demand demand() {
        return Demand.after(leases.spentLately(room), room, A_ROOMS);
    }
}
