package dev.ganglion.auth.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;

/** The hashes were computed by hand: base64(sha256(JSON array)). */
class ParticipantTest {
    private static final RoomId ROOM = RoomId.parse("!room:test.local");
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final DeviceId DEVICE = DeviceId.parse("DEV");

    @Test
    void whoHasNoMemberIdIsKnownByTheDevice() {
        assertThat(Participant.ofDevice(ROOM, ALICE, DEVICE))
                .isEqualTo(
                        new Participant(
                                "giorsGYfrbKTltzfwZYiMxc4J2MoEfuEnT6fIjTeuPw",
                                "@alice:test.local:DEV"));
    }

    @Test
    void aMemberIsKnownByAHash() {
        assertThat(Participant.ofMember(ROOM, "m.call#ä", ALICE, DEVICE, "m1"))
                .isEqualTo(
                        new Participant(
                                "mcPe7tqK+AYmdozYIuwkN0GgJHHigQpwvWue1HUzXBs",
                                "xRkSRf6yqgCp1UudmyK3TH7KD+jaa5xX9rf5SZ33XP0"));
    }
}
