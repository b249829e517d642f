package dev.ganglion.sync.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class PausesTest {
    private final Pauses pauses =
            new Pauses(
                    Duration.ofMinutes(10),
                    List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1)),
                    Duration.ofHours(1));

    /** All in minutes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "something new waits for the delay     |    0 |    - |   - | 0 |   10",
                "what has waited is due                |   10 |    - |   - | 0 |    0",
                "and so is what has waited for longer  |  500 |    - |   - | 0 |    0",
                "whoever reads is there                |  500 |    - |   4 | 0 |    6",
                "who has read long ago is not          |  500 |    - |  10 | 0 |    0",
                "after the first mail it is an hour    |   30 |   30 |   - | 1 |   30",
                "which ends                            |   30 |   60 |   - | 1 |    0",
                "after the second six                  |   30 |   60 |   - | 2 |  300",
                "after the third a day                 |   30 |   60 |   - | 3 | 1380",
                "and after all others                  |   30 |   60 |   - | 9 | 1380",
                "who has read meanwhile need not wait  |   30 |   20 |  15 | 0 |    0",
                "the delay counts after a pause too    |    1 | 5000 |   - | 1 |    9",
            })
    void theUserIsLeftAlone(
            String why,
            long oldest,
            @Nullable Long sinceMail,
            @Nullable Long sinceReading,
            int mails,
            long expected) {
        Pauses.Past past = new Pauses.Past(minutes(sinceMail), minutes(sinceReading), mails);

        assertThat(pauses.untilMail(Duration.ofMinutes(oldest), past))
                .as(why)
                .isEqualTo(Duration.ofMinutes(expected));
    }

    @Test
    void failuresAreFollowedByLongerAndLongerPausesUpToTheMost() {
        assertThat(pauses.afterFailure(0, 0.5)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pauses.afterFailure(1, 0.5)).isEqualTo(Duration.ofMinutes(2));
        assertThat(pauses.afterFailure(5, 0.5)).isEqualTo(Duration.ofMinutes(32));
        assertThat(pauses.afterFailure(6, 0.5)).isEqualTo(Duration.ofHours(1));
        assertThat(pauses.afterFailure(1_000_000, 0.5)).isEqualTo(Duration.ofHours(1));
        assertThat(pauses.afterFailure(0, 0)).isEqualTo(Duration.ofSeconds(48));
        assertThat(pauses.afterFailure(0, 1)).isEqualTo(Duration.ofSeconds(72));
    }

    private static Optional<Duration> minutes(@Nullable Long number) {
        return Optional.ofNullable(number).map(Duration::ofMinutes);
    }
}
