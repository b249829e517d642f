package dev.ganglion.room.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryPlaceTest {
    @Test
    void aPlaceReadsBackAsItWasWritten() {
        DirectoryPlace place = new DirectoryPlace(true, 12, 345);

        assertThat(place).hasToString("p12-345");
        assertThat(DirectoryPlace.parse("p12-345")).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "n-1-2", "x1-2", "n1-2-3", "n1234567890123456789-1", "n1- 2"})
    void whatNobodyHandedOutIsRefused(String since) {
        assertThatThrownBy(() -> DirectoryPlace.parse(since)).isInstanceOf(MatrixException.class);
    }
}
