package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading power levels, with what they leave out and what they should not hold. R04. */
class PowerLevelsTest {
    @Test
    void r04_withoutLevelsTheCreatorHas100AndEverythingIsFree() {
        PowerLevels levels = TestRoom.created(RoomVersion.V11, "{}").powerLevels();

        assertThat(levels.levelOf(ALICE)).isEqualTo(100);
        assertThat(levels.levelOf(BOB)).isZero();
        assertThat(levels.requiredFor(EventTypes.TOPIC, true)).isZero();
        assertThat(levels.requiredFor(EventTypes.MESSAGE, false)).isZero();
        assertThat(levels.ban()).isEqualTo(50);
    }

    @Test
    void r04_emptyLevelsTakeTheDefaultsAndTheCreatorsPower() {
        PowerLevels levels = levels(RoomVersion.V11, "{}");

        assertThat(levels.levelOf(ALICE)).isZero();
        assertThat(levels.requiredFor(EventTypes.TOPIC, true)).isEqualTo(50);
        assertThat(levels.requiredFor(EventTypes.MESSAGE, false)).isZero();
        assertThat(levels.kick()).isEqualTo(50);
        assertThat(levels.invite()).isZero();
        assertThat(levels.mayRedactOthers(ALICE)).isFalse();
        assertThat(levels.mayNotifyRoom(ALICE)).isFalse();
    }

    @Test
    void whatIsSetCounts() {
        PowerLevels levels =
                levels(
                        RoomVersion.V11,
                        """
                        {'users': {'@bob:example.org': 20}, 'users_default': -5, 'redact': 20,
                         'events': {'m.room.topic': 7}, 'events_default': 3, 'state_default': 4,
                         'notifications': {'room': 20}}
                        """);

        assertThat(levels.levelOf(BOB)).isEqualTo(20);
        assertThat(levels.levelOf(CAROL)).isEqualTo(-5);
        assertThat(levels.requiredFor(EventTypes.TOPIC, true)).isEqualTo(7);
        assertThat(levels.requiredFor(EventTypes.NAME, true)).isEqualTo(4);
        assertThat(levels.requiredFor(EventTypes.MESSAGE, false)).isEqualTo(3);
        assertThat(levels.mayRedactOthers(BOB)).isTrue();
        assertThat(levels.mayNotifyRoom(BOB)).isTrue();
    }

    @Test
    void r04_creatorsOfVersion12StandAboveAll() {
        Branch room =
                TestRoom.created(RoomVersion.V12, "{'additional_creators': ['@bob:example.org']}");

        assertThat(room.powerLevels().levelOf(ALICE)).isEqualTo(PowerLevels.CREATOR);
        assertThat(room.powerLevels().levelOf(BOB)).isEqualTo(PowerLevels.CREATOR);
        assertThat(room.powerLevels().levelOf(CAROL)).isZero();
    }

    @ParameterizedTest
    @DisplayName("R04 strings as levels, up to version 9")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'100', 100",
                "' +007 ', 7",
                "'-5', -5",
                "'1.5', 0",
                "'', 0",
                "'0x10', 0",
                "'+-1', 0",
                "'٣', 0",
                "'9007199254740992', 9007199254740992",
                "'99999999999999999999', 1152921504606846976",
                "'-99999999999999999999', -1152921504606846976",
                "'9223372036854775807', 1152921504606846976",
                "'0000000000000000000000000000000000050', 50",
                "true, 0",
                "null, 0",
                "[1], 0"
            })
    void r04_stringLevels(String level, long expected) {
        String content = "{'users': {'@bob:example.org': " + level + "}}";

        assertThat(levels(RoomVersion.V9, content).levelOf(BOB)).isEqualTo(expected);
        assertThat(levels(RoomVersion.V10, content).levelOf(BOB)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"50.5", "5e1", "9007199254740992", "-9007199254740992", "-0", "NaN"})
    void r04_noNumberButAnIntegerOfCanonicalJsonComesAsFarAsTheRules(String level) {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> json("{'users_default': " + level + "}"));
    }

    @Test
    void r04_negativeLevelsAreLevels() {
        PowerLevels levels =
                levels(
                        RoomVersion.V11,
                        "{'users': {'@bob:example.org': -9007199254740991}, 'invite': -1}");

        assertThat(levels.levelOf(BOB)).isEqualTo(-9_007_199_254_740_991L);
        assertThat(levels.mayInvite(BOB)).isFalse();
        assertThat(levels.mayInvite(CAROL)).isTrue();
    }

    private static PowerLevels levels(RoomVersion version, String content) {
        Branch room = TestRoom.created(version, "{}");
        room.setsLevels(ALICE, json(content));
        return room.powerLevels();
    }
}
