package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.event.StateKeyTuple.CREATE;
import static dev.ganglion.protocol.event.StateKeyTuple.JOIN_RULES;
import static dev.ganglion.protocol.event.StateKeyTuple.POWER_LEVELS;
import static dev.ganglion.protocol.event.StateKeyTuple.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.Set;

/** Server-server API, "Auth events selection". */
class AuthEventSelectionTest {
    @Test
    void aCreateEventRestsOnNothing() {
        assertThat(keys(RoomVersion.V12, EventTypes.CREATE, ALICE, "", "{}")).isEmpty();
    }

    @Test
    void anyEventRestsOnCreationLevelsAndItsSender() {
        assertThat(keys(RoomVersion.V11, EventTypes.TOPIC, BOB, "", "{}"))
                .containsExactlyInAnyOrder(CREATE, POWER_LEVELS, member(BOB));
    }

    @Test
    void fromVersion12OnTheCreateEventIsImplied() {
        assertThat(keys(RoomVersion.V12, EventTypes.TOPIC, BOB, "", "{}"))
                .containsExactlyInAnyOrder(POWER_LEVELS, member(BOB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "invite", "knock"})
    void whoComesInRestsOnTheJoinRules(String membership) {
        assertThat(ofMember(RoomVersion.V11, "{'membership': '" + membership + "'}"))
                .containsExactlyInAnyOrder(
                        CREATE, POWER_LEVELS, member(BOB), member(CAROL), JOIN_RULES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave", "ban", "unknown"})
    void whoGoesOutDoesNot(String membership) {
        assertThat(ofMember(RoomVersion.V11, "{'membership': '" + membership + "'}"))
                .containsExactlyInAnyOrder(CREATE, POWER_LEVELS, member(BOB), member(CAROL));
    }

    @Test
    void anInviteByThirdPartyRestsOnItsToken() {
        String content =
                "{'membership': 'invite', 'third_party_invite': {'signed': {'token': 't'}}}";

        assertThat(ofMember(RoomVersion.V11, content))
                .contains(new StateKeyTuple(EventTypes.THIRD_PARTY_INVITE, "t"));
        assertThat(ofMember(RoomVersion.V11, content.replace("invite',", "join',"))).hasSize(5);
    }

    /**
     * The specification asks for the key alone: a leave that still carries it cites the user too.
     */
    @Test
    void aMembershipRestsOnWhoAuthorisedItFromVersion8On() {
        String content =
                "{'membership': 'join', 'join_authorised_via_users_server': '%s'}".formatted(ALICE);

        assertThat(ofMember(RoomVersion.V8, content)).contains(member(ALICE));
        assertThat(ofMember(RoomVersion.V7, content)).doesNotContain(member(ALICE));
        assertThat(ofMember(RoomVersion.V8, content.replace("'join'", "'leave'")))
                .contains(member(ALICE));
    }

    @Test
    void theStateToLoadHoldsTheCreateEventInEveryVersion() {
        for (RoomVersion version : RoomVersion.ALL) {
            assertThat(
                            AuthEventSelection.stateFor(
                                    EventTypes.TOPIC, BOB, Optional.of(""), json("{}"), version))
                    .containsExactlyInAnyOrder(CREATE, POWER_LEVELS, member(BOB));
        }
    }

    private static Set<StateKeyTuple> ofMember(RoomVersion version, String content) {
        return keys(version, EventTypes.MEMBER, BOB, CAROL.value(), content);
    }

    private static Set<StateKeyTuple> keys(
            RoomVersion version, String type, UserId sender, String stateKey, String content) {
        return AuthEventSelection.keysFor(
                type, sender, Optional.of(stateKey), json(content), version);
    }
}
