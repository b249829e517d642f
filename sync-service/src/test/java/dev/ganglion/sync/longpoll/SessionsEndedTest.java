package dev.ganglion.sync.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.longpoll.SessionsEnded.End;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class SessionsEndedTest {
    private static final Requester OLD = phone("@alice:s", "t0");
    private static final Requester NEW = phone("@alice:s", "t1");

    @Test
    void aRefreshEndsTheOldTokenQuietlyAndLeavesTheNewOneAlone() {
        SessionsEnded refreshed =
                ended("\"device_id\":\"PHONE\",\"token_hashes\":[\"t0\"],\"logged_out\":false");

        assertThat(refreshed.endOf(OLD)).isEqualTo(End.REPLACEMENT);
        assertThat(refreshed.endOf(NEW)).isEqualTo(End.NONE);
    }

    @Test
    void aLoginOnTheSameDeviceLogsOnlyTheSessionBeforeOut() {
        SessionsEnded relogin =
                ended("\"device_id\":\"PHONE\",\"token_hashes\":[\"t0\"],\"logged_out\":true");

        assertThat(relogin.endOf(OLD)).isEqualTo(End.LOGOUT);
        assertThat(relogin.endOf(NEW)).isEqualTo(End.NONE);
    }

    @Test
    void aDeviceWithoutTokensNamedIsLoggedOutWithAllOfThem() {
        SessionsEnded device = ended("\"device_id\":\"PHONE\",\"token_hashes\":[]");
        SessionsEnded other = ended("\"device_id\":\"LAPTOP\",\"token_hashes\":[]");

        assertThat(device.endOf(OLD)).isEqualTo(End.LOGOUT);
        assertThat(device.endOf(NEW)).isEqualTo(End.LOGOUT);
        assertThat(other.endOf(OLD)).isEqualTo(End.NONE);
    }

    @Test
    void allOfAUserAreLoggedOutAndNobodyElse() {
        SessionsEnded all = ended("\"token_hashes\":[],\"all\":true");

        assertThat(all.endOf(NEW)).isEqualTo(End.LOGOUT);
        assertThat(all.endOf(phone("@bob:s", "t1"))).isEqualTo(End.NONE);
    }

    private static SessionsEnded ended(String what) {
        String message = "{\"user_id\":\"@alice:s\"," + what + "}";
        return SessionsEnded.parse(message.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static Requester phone(String user, String token) {
        return new Requester(
                UserId.parse(user),
                Optional.of(DeviceId.parse("PHONE")),
                false,
                false,
                Optional.of(token));
    }
}
