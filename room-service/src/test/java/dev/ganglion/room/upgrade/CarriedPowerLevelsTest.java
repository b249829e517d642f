package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventPlace;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduBuilder;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class CarriedPowerLevelsTest {
    private static final ServerName SERVER = ServerName.parse("test.local");
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final PduBuilder BUILDER =
            new PduBuilder(SERVER, SigningKey.generate(new SecureRandom()));

    @Test
    void levelsInStringsBecomeIntegersAndWhatIsNoneIsLeftOut() {
        JsonObject carried =
                carried(
                        RoomVersion.V6,
                        "{'ban':'60','kick':'x','invite':5,'users_default':' 7 ','events':{'a':'+3','b':[]},"
                                + "'users':{'@alice:test.local':'100','bob':50},'notifications':{'room':'20'},"
                                + "'redact':'99999999999999999999','org.example':'kept'}",
                        RoomVersion.V11,
                        ALICE);

        assertThat(carried)
                .isEqualTo(
                        json(
                                "{'ban':60,'invite':5,'users_default':7,'events':{'a':3},"
                                        + "'users':{'@alice:test.local':100},'notifications':{'room':20},"
                                        + "'redact':9007199254740991,'org.example':'kept'}"));
    }

    @Test
    void aRoomWithoutLevelsHasThoseThatItHadByDefault() {
        JsonObject carried =
                CarriedPowerLevels.of(
                        state(RoomVersion.V6, "{'creator':'@alice:test.local'}", Optional.empty()),
                        RoomVersion.V11,
                        Set.of(ALICE));

        assertThat(carried)
                .isEqualTo(json("{'state_default':0,'users':{'@alice:test.local':100}}"));
    }

    @Test
    void towardsCreatorsTheyAreNotListedAndTheTombstoneIsTheirs() {
        String levels =
                "{'state_default':50,'users':{'@alice:test.local':100,'@bob:test.local':100}}";

        JsonObject carried = carried(RoomVersion.V11, levels, RoomVersion.V12, ALICE);

        assertThat(carried.object("users")).contains(json("{'@bob:test.local':100}"));
        assertThat(carried.object("events")).contains(json("{'m.room.tombstone':150}"));
    }

    @Test
    void theTombstoneStandsAboveWhateverOtherStateTakes() {
        String high = "{'state_default':200,'events':{'m.room.tombstone':100},'users':{}}";

        assertThat(carried(RoomVersion.V11, high, RoomVersion.V12, ALICE).object("events"))
                .contains(json("{'m.room.tombstone':201}"));
        String own = "{'state_default':50,'events':{'m.room.tombstone':120},'users':{}}";
        assertThat(carried(RoomVersion.V12, own, RoomVersion.V12, ALICE).object("events"))
                .contains(json("{'m.room.tombstone':120}"));
    }

    @Test
    void awayFromCreatorsTheyHaveALevelAboveWhateverIsRequired() {
        String levels = "{'events':{'m.room.tombstone':150},'users':{'@carol:test.local':170}}";

        assertThat(carried(RoomVersion.V12, levels, RoomVersion.V11, ALICE).object("users"))
                .contains(json("{'@alice:test.local':170,'@carol:test.local':170}"));
    }

    @Test
    void whoIsNoCreatorAnyMoreIsAnAdministrator() {
        String levels = "{'events':{'m.room.tombstone':150},'users':{}}";

        assertThat(carried(RoomVersion.V12, levels, RoomVersion.V12, BOB).object("users"))
                .contains(json("{'@alice:test.local':100}"));
    }

    @Test
    void whoMakesTheRoomStandsAboveAllUntilItIsMade() {
        String alone = "{'users':{'@alice:test.local':100},'ban':100}";
        String equals = "{'users':{'@alice:test.local':100,'@bob:test.local':100}}";
        String below = "{'users':{'@alice:test.local':50},'events':{'m.room.name':120}}";

        assertThat(whileMaking(alone)).isEqualTo(json(alone));
        assertThat(whileMaking(equals).object("users").orElseThrow().integer(ALICE.value()))
                .contains(101L);
        assertThat(whileMaking(below).object("users").orElseThrow().integer(ALICE.value()))
                .contains(121L);
        assertThat(CarriedPowerLevels.whileMaking(json(below), RoomVersion.V12, ALICE))
                .isEqualTo(json(below));
    }

    private static JsonObject whileMaking(String levels) {
        return CarriedPowerLevels.whileMaking(json(levels), RoomVersion.V11, ALICE);
    }

    /** From a room of Alice. */
    private static JsonObject carried(
            RoomVersion from, String levels, RoomVersion to, UserId creator) {
        String create = "{'creator':'@alice:test.local'}";
        return CarriedPowerLevels.of(state(from, create, Optional.of(levels)), to, Set.of(creator));
    }

    private static AuthState state(RoomVersion version, String create, Optional<String> levels) {
        return key -> {
            if (key.equals(StateKeyTuple.CREATE)) {
                return Optional.of(event(version, EventTypes.CREATE, create));
            }
            return levels.filter(_ -> key.equals(StateKeyTuple.POWER_LEVELS))
                    .map(content -> event(version, EventTypes.POWER_LEVELS, content));
        };
    }

    private static PduEvent event(RoomVersion version, String type, String content) {
        EventPlace place =
                new EventPlace(
                        Optional.of(RoomId.parse("!old:test.local")), List.of(), List.of(), 1);
        return BUILDER.build(EventDraft.state(ALICE, type, "", json(content)), place, 1L, version);
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
