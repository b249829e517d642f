package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.ServerName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

class PurgeDecisionTest {
    @Test
    void messagesGoAndStateStays() {
        assertThat(
                        going(
                                Keeping.allState(),
                                message(1),
                                state(2, "m.room.topic", false),
                                message(3)))
                .containsExactly(1L, 3L);
    }

    @Test
    void whereTheGraphEndsNothingGoes() {
        PurgeCandidate end =
                new PurgeCandidate(
                        9,
                        "$9",
                        "@a:test.local",
                        "m.room.message",
                        Optional.empty(),
                        0,
                        false,
                        true,
                        Optional.empty(),
                        Optional.empty());

        assertThat(going(Keeping.nothing(), message(8), end)).containsExactly(8L);
    }

    @Test
    void aRedactionGoesWithWhatItRedactedAndStaysWithIt() {
        PurgeCandidate topic = state(1, "m.room.topic", true);

        assertThat(
                        going(
                                Keeping.stateInForce(),
                                topic,
                                message(2),
                                redaction(3, 1),
                                redaction(4, 2)))
                .containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @CsvSource({
        "m.room.topic, false, false",
        "m.room.topic, true, true",
        "m.room.create, false, true",
        "m.room.member, false, true",
        "m.room.power_levels, false, true",
        "m.room.join_rules, false, true",
        "m.room.third_party_invite, false, true",
        "m.room.history_visibility, false, true",
        "m.room.guest_access, false, false",
    })
    void stateStaysWhileItHoldsOrLaterEventsRestOnIt(
            String type, boolean isInForce, boolean stays) {
        assertThat(Keeping.stateInForce().keeps(state(1, type, isInForce))).isEqualTo(stays);
    }

    @Test
    void whatUsersOfAServerSaidCanBeLeftOut() {
        Keeping keeping = Keeping.nothing().andAllOf(ServerName.parse("test.local"));

        assertThat(going(keeping, from(1, "@a:test.local"), from(2, "@a:other.test.local.org")))
                .containsExactly(2L);
    }

    @Test
    void theHighestNumberOfUnreadEventsIsKnownAfterwards() {
        assertThat(
                        PurgeDecision.of(List.of(message(3), message(5)), Keeping.nothing())
                                .highestNotifyNumber())
                .isEqualTo(5);
    }

    private static List<Long> going(Keeping keeping, PurgeCandidate... candidates) {
        return PurgeDecision.of(List.of(candidates), keeping).going().stream()
                .map(PurgeCandidate::position)
                .toList();
    }

    private static PurgeCandidate message(long position) {
        return from(position, "@a:test.local");
    }

    private static PurgeCandidate from(long position, String sender) {
        return candidate(
                position, sender, "m.room.message", Optional.empty(), false, Optional.empty());
    }

    private static PurgeCandidate state(long position, String type, boolean isInForce) {
        return candidate(
                position, "@a:test.local", type, Optional.of(""), isInForce, Optional.empty());
    }

    private static PurgeCandidate redaction(long position, long target) {
        return candidate(
                position,
                "@a:test.local",
                "m.room.redaction",
                Optional.empty(),
                false,
                Optional.of(target));
    }

    private static PurgeCandidate candidate(
            long position,
            String sender,
            String type,
            Optional<String> stateKey,
            boolean isInForce,
            Optional<Long> redacted) {
        return new PurgeCandidate(
                position,
                "$" + position,
                sender,
                type,
                stateKey,
                position,
                isInForce,
                false,
                redacted,
                Optional.empty());
    }
}
