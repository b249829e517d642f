package dev.ganglion.protocol.stateres;

import static dev.ganglion.protocol.auth.Membership.BAN;
import static dev.ganglion.protocol.auth.Membership.JOIN;
import static dev.ganglion.protocol.auth.Membership.LEAVE;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.levels;
import static dev.ganglion.protocol.stateres.Resolving.merge;
import static dev.ganglion.protocol.stateres.Resolving.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What people in a room expect when two of its branches meet. */
class ScenarioTest {
    private static final String RESOLVING = "dev.ganglion.protocol.stateres.Resolving";

    @ParameterizedTest
    @MethodSource(RESOLVING + "#algorithms")
    void branchesThatChangedDifferentThingsKeepBoth(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.setsTopic(ALICE, "hello");
        there.joins(CAROL);

        Branch merged = merge(here, there);

        assertThat(topic(merged)).contains("hello");
        assertThat(merged.membershipOf(CAROL)).isEqualTo(JOIN);
        assertThat(merged.membershipOf(BOB)).isEqualTo(JOIN);
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void theLaterOfTwoTopicsStands(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        there.setsTopic(ALICE, "earlier");
        here.setsTopic(MOD, "later");

        assertThat(topic(merge(here, there))).contains("later");
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void aTopicUnderNewerPowerLevelsStandsWhateverItsClockSays(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.setsLevels(ALICE, levels(version, "{'" + MOD + "': 60}"));
        here.room().waits(-10_000);
        here.setsTopic(MOD, "under new levels");
        here.room().waits(20_000);
        there.setsTopic(ALICE, "under old levels");

        assertThat(topic(merge(here, there))).contains("under new levels");
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void whatABannedModeratorDidMeanwhileFalls(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.bans(ALICE, MOD);
        there.setsTopic(MOD, "mine");
        there.bans(MOD, BOB);
        there.setsLevels(MOD, levels(version, "{'%s': 50, '%s': 50}".formatted(MOD, CAROL)));

        Branch merged = merge(here, there);

        assertThat(merged.membershipOf(MOD)).isEqualTo(BAN);
        assertThat(merged.membershipOf(BOB)).isEqualTo(JOIN);
        assertThat(merged.powerLevels().levelOf(CAROL)).isZero();
        assertThat(topic(merged)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void whoJoinedWhileTheRoomClosedIsNotIn(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.setsJoinRule(ALICE, "invite");
        there.joins(CAROL);

        assertThat(merge(here, there).membershipOf(CAROL)).isEqualTo(LEAVE);
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void aKickStandsAgainstANewProfile(RoomVersion version) {
        Branch here = TestRoom.open(version);
        here.setsJoinRule(ALICE, "invite");
        Branch there = here.fork();
        here.kicks(MOD, BOB);
        there.joins(BOB);

        assertThat(merge(here, there).membershipOf(BOB)).isEqualTo(LEAVE);
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void aDemotionComesBeforeWhatTheDemotedDidMeanwhile(RoomVersion version) {
        Branch here = TestRoom.open(version);
        here.setsLevels(ALICE, levels(version, "{'%s': 50, '%s': 60}".formatted(MOD, BOB)));
        Branch there = here.fork();
        Branch elsewhere = here.fork();
        here.setsLevels(ALICE, levels(version, "{'" + MOD + "': 50}"));
        there.bans(BOB, MOD);
        elsewhere.bans(MOD, CAROL);

        Branch merged = merge(here, there, elsewhere);

        assertThat(merged.membershipOf(MOD)).isEqualTo(JOIN);
        assertThat(merged.membershipOf(CAROL)).isEqualTo(BAN);
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void r06_aRejectedEventAuthorizesNothing(RoomVersion version) {
        Branch here = TestRoom.open(version);
        here.setsJoinRule(ALICE, "invite");
        Branch there = here.fork();
        PduEvent forgedJoin = there.joins(CAROL);
        here.room().rejects(forgedJoin);
        there.setsLevels(CAROL, levels(version, "{'" + CAROL + "': 100}"));
        there.setsTopic(CAROL, "taken over");
        here.setsTopic(ALICE, "ours");

        Branch merged = merge(here, there);

        assertThat(merged.membershipOf(CAROL)).isEqualTo(LEAVE);
        assertThat(merged.powerLevels().levelOf(CAROL)).isZero();
        assertThat(topic(merged)).contains("ours");
    }

    /** It was rejected for what it cites: in itself the rules would allow it. */
    @ParameterizedTest
    @MethodSource(RESOLVING + "#algorithms")
    void r06_aRejectedEventDoesNotComeBack(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.room().rejects(there.setsTopic(ALICE, "rejected"));
        Branch elsewhere = here.fork();
        elsewhere.joins(CAROL);

        assertThat(topic(merge(there, there.fork()))).isEmpty();
        assertThat(topic(merge(here, there))).isEmpty();
        assertThat(topic(merge(there, elsewhere))).isEmpty();
        elsewhere.setsTopic(ALICE, "accepted");
        assertThat(topic(merge(there, elsewhere))).contains("accepted");
    }

    @ParameterizedTest
    @MethodSource(RESOLVING + "#powerFirst")
    void r06_aRejectedEventDoesNotComeBackThroughWhatCitesIt(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        here.room().rejects(there.setsLevels(ALICE, levels(version, "{'" + BOB + "': 50}")));
        there.setsTopic(BOB, "by a level that was rejected");
        here.setsTopic(ALICE, "ours");

        Branch merged = merge(here, there);

        assertThat(merged.powerLevels().levelOf(BOB)).isZero();
        assertThat(topic(merged)).contains("ours");
    }

    /** What version 12 is for: version 2 weighs old state by what its sender may do now. */
    @Test
    void stateOutlivesItsSendersLeaveFromVersion12On() {
        assertThat(topicOfOneWhoLeft(RoomVersion.V12)).contains("by a moderator");
        assertThat(topicOfOneWhoLeft(RoomVersion.V11)).isEmpty();
    }

    private static Optional<String> topicOfOneWhoLeft(RoomVersion version) {
        Branch room = TestRoom.open(version);
        room.setsTopic(MOD, "by a moderator");
        room.kicks(ALICE, MOD);
        Map<StateKeyTuple, EventId> forgetful = new HashMap<>(room.state().entries());
        forgetful.remove(Resolving.TOPIC);

        return topic(merge(room, room.in(new StateMap(forgetful))));
    }

    /**
     * The levels in between are in both histories, but on the way from one conflict to the other.
     */
    @Test
    void aStaleStateDoesNotResetPowerLevelsFromVersion12On() {
        assertThat(levelGivenByModerator(RoomVersion.V12)).isEqualTo(10);
        assertThat(levelGivenByModerator(RoomVersion.V11)).isZero();
    }

    private static long levelGivenByModerator(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent stale = room.setsLevels(ALICE, levels(version, "{}"));
        room.setsLevels(ALICE, levels(version, "{'" + MOD + "': 50}"));
        room.kicks(MOD, BOB);
        room.setsLevels(MOD, levels(version, "{'%s': 50, '%s': 10}".formatted(MOD, CAROL)));
        Map<StateKeyTuple, EventId> old = new HashMap<>(room.state().entries());
        old.put(StateKeyTuple.POWER_LEVELS, stale.eventId());

        return merge(room, room.in(new StateMap(old))).powerLevels().levelOf(CAROL);
    }
}
