package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** How large the answer to a query of keys may get. */
@TestPropertySource(properties = "ganglion.device-keys.query-size=1KB")
class KeyQueryLimitIT extends AuthServiceIT {
    @Test
    void d10MoreKeysThanOneAnswerMayHoldAreToBeAskedForInSeveral() {
        Device alice = Device.known(auth.registered());
        Device.known(alice.session().onAnotherDevice());
        Device.known(alice.session().onAnotherDevice());
        Device bob = Device.known(auth.registered());

        bob.session()
                .post(
                        EncryptionKeys.QUERY,
                        "{\"device_keys\": {\"%s\": []}}".formatted(alice.user()))
                .isRefused(413, "M_TOO_LARGE");

        assertThat(at(bob.queries(bob.user()), "device_keys", bob.user()).keys())
                .containsExactly(bob.id());
    }
}
