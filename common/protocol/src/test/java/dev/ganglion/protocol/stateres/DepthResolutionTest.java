package dev.ganglion.protocol.stateres;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.levels;
import static dev.ganglion.protocol.stateres.Resolving.merge;
import static dev.ganglion.protocol.stateres.Resolving.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** State resolution of room version 1. */
class DepthResolutionTest {
    private final Branch here = TestRoom.open(RoomVersion.V1);

    @Test
    void theDeepestAllowedTopicStands() {
        Branch there = here.fork();
        here.setsTopic(ALICE, "shallow");
        there.setsTopic(ALICE, "below");
        there.setsTopic(MOD, "deep");
        there.setsTopic(BOB, "deepest, but not allowed");

        Branch other = here.fork();
        assertThat(topic(merge(here, there))).contains("shallow");
        there.setsTopic(MOD, "deep");
        assertThat(topic(merge(other, there))).contains("deep");
    }

    @Test
    void ofTwoTopicsOfOneDepthTheSmallerHashStands() {
        Branch there = here.fork();
        PduEvent one = here.setsTopic(ALICE, "one");
        PduEvent two = there.setsTopic(ALICE, "two");
        String expected = sha1(one).compareTo(sha1(two)) < 0 ? "one" : "two";

        assertThat(topic(merge(here, there))).contains(expected);
        assertThat(topic(merge(there, here))).contains(expected);
    }

    @Test
    void powerLevelsAreSettledBeforeWhatRestsOnThem() {
        Branch there = here.fork();
        here.setsLevels(ALICE, levels(RoomVersion.V1, "{}"));
        here.setsTopic(ALICE, "shallow");
        Stream.of("a", "b", "c").forEach(topic -> there.setsTopic(MOD, topic));

        Branch merged = merge(here, there);

        assertThat(merged.powerLevels().levelOf(MOD)).isZero();
        assertThat(topic(merged)).contains("shallow");
    }

    @Test
    void aRunOfPowerLevelsEndsAtTheFirstThatIsNotAllowed() {
        Branch there = here.fork();
        Branch beyond = here.fork();
        here.setsLevels(ALICE, levels(RoomVersion.V1, "{'" + MOD + "': 0}"));
        there.setsTopic(ALICE, "deeper");
        there.setsLevels(MOD, levels(RoomVersion.V1, "{'%s': 50, '%s': 50}".formatted(MOD, BOB)));
        beyond.setsTopic(ALICE, "deeper");
        beyond.setsTopic(ALICE, "deeper still");
        beyond.setsLevels(ALICE, levels(RoomVersion.V1, "{'" + BOB + "': 10}"));

        Branch merged = merge(here, there, beyond);

        assertThat(merged.powerLevels().levelOf(MOD)).isZero();
        assertThat(merged.powerLevels().levelOf(BOB)).isZero();
    }

    @Test
    void aMembershipThatOneBranchLacksIsNoConflict() {
        Branch there = here.fork();
        there.joins(TestRoom.CAROL);
        here.setsJoinRule(ALICE, "invite");

        assertThat(merge(here, there).membershipOf(TestRoom.CAROL)).isEqualTo(Membership.JOIN);
    }

    private static String sha1(PduEvent event) {
        try {
            byte[] id = event.eventId().value().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(id));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
