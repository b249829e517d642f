package dev.ganglion.sync.slidingsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.token.SyncToken.PresenceMark;
import dev.ganglion.sync.token.SyncToken.TypingMark;

import org.junit.jupiter.api.Test;

class SlidingPositionTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        SyncToken token =
                new SyncToken(1, 2, 3, 4, 5, new TypingMark(6, 7), new PresenceMark(8, 9));

        for (long threads : new long[] {0, 10}) {
            SlidingPosition position = new SlidingPosition(8, 9, token, threads);
            assertThat(SlidingPosition.parse(position.toString())).isEqualTo(position);
        }
    }
}
