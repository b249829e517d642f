package dev.ganglion.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.Set;

class SessionsEndedTest {
    private static final UserId ALICE = UserId.parse("@alice:s");
    private static final DeviceId PHONE = DeviceId.parse("PHONE");

    static final List<SessionsEnded> MESSAGES =
            List.of(
                    SessionsEnded.UNKNOWN,
                    SessionsEnded.allOf(ALICE, Set.of("t0", "t1")),
                    SessionsEnded.ofDevice(ALICE, PHONE, Set.of("t0"), true),
                    SessionsEnded.ofDevice(ALICE, PHONE, Set.of("t0"), false));

    @ParameterizedTest
    @FieldSource("MESSAGES")
    void whatIsWrittenIsRead(SessionsEnded message) {
        assertThat(SessionsEnded.parse(message.encode())).isEqualTo(message);
    }
}
