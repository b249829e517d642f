package dev.ganglion.protocol.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

class RoomVersionTest {
    @ParameterizedTest
    @CsvSource({
        "STATE_RESOLUTION_V2, 2",
        "EVENT_ID_IS_HASH, 3",
        "REDACTIONS_JUDGED_LATER, 3",
        "EVENT_ID_IS_URL_SAFE, 4",
        "SIGNING_KEY_VALIDITY, 5",
        "ALIASES_NOT_SPECIAL, 6",
        "NOTIFICATION_LEVELS_GUARDED, 6",
        "STRICT_CANONICAL_JSON, 6",
        "KNOCK, 7",
        "RESTRICTED_JOIN, 8",
        "REDACTION_KEEPS_JOIN_AUTHORISER, 9",
        "KNOCK_RESTRICTED, 10",
        "INTEGER_POWER_LEVELS, 10",
        "CREATOR_IS_SENDER, 11",
        "REDACTION_KEEPS_MORE, 11",
        "REDACTS_IN_CONTENT, 11",
        "ROOM_ID_IS_CREATE_HASH, 12",
        "CREATORS_ABOVE_ALL, 12",
        "STATE_RESOLUTION_V2_1, 12"
    })
    void aChangeHoldsFromTheVersionThatBroughtIt(Change change, int since) {
        for (RoomVersion version : RoomVersion.ALL) {
            assertThat(version.has(change))
                    .as("%s in version %s", change, version)
                    .isEqualTo(Integer.parseInt(version.id()) >= since);
        }
    }

    @Test
    void theFirstVersionHasNoChangeAndTheLastAll() {
        assertThat(Arrays.stream(Change.values())).noneMatch(RoomVersion.V1::has);
        assertThat(Arrays.stream(Change.values())).allMatch(RoomVersion.V12::has);
    }

    @Test
    void aVersionIsFoundByItsId() {
        assertThat(RoomVersion.find("10")).contains(RoomVersion.V10);
        assertThat(RoomVersion.get("1")).isEqualTo(RoomVersion.V1);
        assertThat(RoomVersion.DEFAULT).isEqualTo(RoomVersion.V12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "13", "01", " 1", "org.matrix.msc1"})
    void anUnknownIdIsNoVersion(String id) {
        assertThat(RoomVersion.find(id)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> RoomVersion.get(id));
    }
}
