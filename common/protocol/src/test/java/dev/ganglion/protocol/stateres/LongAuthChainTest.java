package dev.ganglion.protocol.stateres;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.levels;
import static dev.ganglion.protocol.stateres.Resolving.merge;
import static dev.ganglion.protocol.stateres.Resolving.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R06: what a room's history can grow to must not bring a server down. */
class LongAuthChainTest {
    private static final int EVENTS = 10_000;

    @ParameterizedTest
    @MethodSource("dev.ganglion.protocol.stateres.Resolving#algorithms")
    @Timeout(30)
    @DisplayName("R06 two branches with auth chains of 10,000 events each")
    void r06_longChainsResolveInTheStackOfShortOnes(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        for (int i = 0; i < EVENTS; i++) {
            here.setsLevels(ALICE, levels(version, "{'" + BOB + "': " + i % 50 + "}"));
        }
        there.setsJoinRule(ALICE, "invite");
        here.setsTopic(ALICE, "at the end");

        Branch merged = merge(here, there);

        assertThat(topic(merged)).contains("at the end");
        assertThat(merged.powerLevels().levelOf(BOB)).isEqualTo((EVENTS - 1) % 50);
    }
}
