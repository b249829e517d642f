package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class SearchPlaceTest {
    @Test
    void aPlaceReadsBackAsItWasWritten() {
        SearchPlace place = new SearchPlace(20, 1 / 3f, 123_456, Optional.empty());

        assertThat(SearchPlace.parse(place.toString())).isEqualTo(place);
    }

    @Test
    void aPlaceWithinAGroupDoesToo() {
        SearchPlace place = new SearchPlace(3, 0, 7, Optional.empty());
        SearchPlace ofRoom = place.within(SearchGroup.ROOM, "!room:test.local");
        SearchPlace ofSender = place.within(SearchGroup.SENDER, "@ä:test.local");

        assertThat(SearchPlace.parse(ofRoom.toString())).isEqualTo(ofRoom);
        assertThat(SearchPlace.parse(ofSender.toString())).isEqualTo(ofSender);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2",
                "1-2-3-4",
                "-1-2-3",
                "1-2139095040-3",
                "1-9999999999-3",
                "1-2-1234567890123456789",
                "1-2-3-x4",
                "1-2-3-r",
                "1-2-3-rA",
                "t0-5",
            })
    void whatNobodyHandedOutIsRefused(String token) {
        assertThatThrownBy(() -> SearchPlace.parse(token)).isInstanceOf(MatrixException.class);
    }
}
