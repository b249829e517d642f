package dev.ganglion.auth.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class InteractiveSessionTest {
    private static final String ENDPOINT = "POST /_matrix/client/v3/account/deactivate";
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final ClientAddress ADDRESS = new ClientAddress("192.0.2.1");

    @ParameterizedTest
    @ValueSource(strings = {"PHONE", "My laptop", " a  b ", "@bob:test.local -", "«ü»"})
    void theUserAndTheEndpointAreKnownWhateverTheDeviceIsCalled(String device) {
        var operation =
                new Operation(
                        ENDPOINT,
                        Optional.of(ALICE),
                        Optional.empty(),
                        Optional.of(DeviceId.parse(device)),
                        ADDRESS);

        InteractiveSession session = stored(operation);

        assertThat(session.user()).hasValue(ALICE);
        assertThat(session.isOf(ALICE)).isTrue();
        assertThat(session.endpoint()).isEqualTo(ENDPOINT);
        assertThat(session.operation(ADDRESS)).isEqualTo(operation);
    }

    @Test
    void anOperationOfNobodyYetHasNoUser() {
        var operation =
                new Operation(
                        ENDPOINT, Optional.empty(), Optional.empty(), Optional.empty(), ADDRESS);

        InteractiveSession session = stored(operation);

        assertThat(session.user()).isEmpty();
        assertThat(session.endpoint()).isEqualTo(ENDPOINT);
        assertThat(session.operation(ADDRESS)).isEqualTo(operation);
    }

    private static InteractiveSession stored(Operation operation) {
        InteractiveSession begun =
                InteractiveSession.begun("id", operation, Flows.of("m.login.dummy"));
        return InteractiveSession.parse("id", begun.json());
    }
}
