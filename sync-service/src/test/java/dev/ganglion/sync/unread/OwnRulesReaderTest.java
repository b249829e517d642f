package dev.ganglion.sync.unread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnRulesReaderTest {
    @ParameterizedTest
    @CsvSource({"1, 300", "33, 300", "34, 294", "100, 100", "334, 30", "100000, 30"})
    void d03TheMoreRoomsThereAreTheFewerEventsOfEachAreLookedAt(int rooms, int events) {
        assertThat(OwnRulesReader.limit(rooms)).isEqualTo(events);
    }
}
