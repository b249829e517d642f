package dev.ganglion.service.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** Who gets what an erased user has said. The erasure is at position 10. */
class ErasedForTest {
    private static final UserId ERIN = UserId.parse("@erin:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final Erasures ERASURES = new Erasures(1, Map.of(ERIN, 10L));

    @ParameterizedTest(name = "joined at {0}, event at {1}: {2}")
    @CsvSource({
        "5, 8, false",
        "8, 5, false",
        "10, 5, false",
        "11, 5, true",
        "11, 12, false",
        "12, 11, true",
        "9223372036854775807, 5, true"
    })
    void whoWasInTheRoomBeforeTheErasureOrBeforeTheEventGetsIt(
            long firstJoin, long position, boolean isHidden) {
        assertThat(ERASURES.joinedAt(firstJoin).hides(ERIN, position)).isEqualTo(isHidden);
    }

    @Test
    void othersEventsAreHiddenFromNobody() {
        assertThat(ERASURES.joinedAt(Long.MAX_VALUE).hides(BOB, 1)).isFalse();
    }

    @Test
    void whatIsReadTwiceOrTooLateChangesNothing() {
        Erasures both = ERASURES.with(new Erasures.Later(Map.of(BOB, 20L), 2));

        assertThat(both.number()).isEqualTo(2);
        assertThat(both.contains(ERIN)).isTrue();
        assertThat(both.contains(BOB)).isTrue();
        assertThat(both.with(new Erasures.Later(Map.of(BOB, 30L), 2))).isSameAs(both);
        assertThat(both.with(new Erasures.Later(Map.of(), 0))).isSameAs(both);
    }
}
