package dev.ganglion.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.presence.Sign.What;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

class DevicesTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    private final HandClock clock = new HandClock();
    private final Devices devices = new Devices(properties(), clock);

    @Test
    void d07ManyRequestsOfADeviceAreOneSign() {
        for (int i = 0; i < 100; i++) {
            devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
            devices.end(ALICE, "PHONE");
        }

        assertThat(devices.signs())
                .containsExactly(Sign.asks(ALICE, "PHONE", PresenceState.ONLINE));
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        assertThat(devices.signs()).isEmpty();
    }

    @Test
    void aRequestThatWaitsGivesASignFromTimeToTime() {
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        devices.signs();

        clock.pass(Duration.ofSeconds(14));
        assertThat(devices.signs()).isEmpty();
        clock.pass(Duration.ofSeconds(1));

        assertThat(devices.signs()).extracting(Sign::what).containsExactly(What.BEAT);
    }

    @Test
    void anotherStateIsAskedForAtOnce() {
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        devices.signs();

        devices.begin(ALICE, "PHONE", PresenceState.UNAVAILABLE);

        assertThat(devices.signs())
                .containsExactly(Sign.asks(ALICE, "PHONE", PresenceState.UNAVAILABLE));
    }

    @Test
    void whatRedisHasNotHeardIsSaidAgain() {
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        List<Sign> lost = devices.signs();

        devices.unheard(lost);

        assertThat(devices.signs()).isEqualTo(lost);
    }

    @Test
    void aDeviceThatAsksNoMoreIsForgottenOnceItsTimeIsUp() {
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        devices.end(ALICE, "PHONE");
        devices.signs();

        clock.pass(Duration.ofSeconds(45));
        devices.signs();
        assertThat(devices.knows(ALICE)).isTrue();
        clock.pass(Duration.ofMillis(1));
        devices.signs();

        assertThat(devices.knows(ALICE)).isFalse();
    }

    @Test
    void aClockThatIsSetBackSilencesNobody() {
        devices.begin(ALICE, "PHONE", PresenceState.ONLINE);
        devices.signs();

        clock.pass(Duration.ofHours(-1));

        assertThat(devices.signs()).extracting(Sign::what).containsExactly(What.BEAT);
        assertThat(devices.signs()).isEmpty();
    }

    private static PresenceProperties properties() {
        return new PresenceProperties(
                true,
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                500,
                5_000,
                50_000);
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.ofEpochMilli(1_000_000);

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
