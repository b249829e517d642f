package dev.ganglion.sync.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.SessionsEnded;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class EndTest {
    private static final Requester OLD = phone("@alice:s", "t0");
    private static final Requester NEW = phone("@alice:s", "t1");

    @Test
    void aRefreshEndsTheOldTokenQuietlyAndLeavesTheNewOneAlone() {
        SessionsEnded refreshed =
                ended("\"device_id\":\"PHONE\",\"token_hashes\":[\"t0\"],\"logged_out\":false");

        assertThat(End.of(refreshed, OLD)).isEqualTo(End.REPLACEMENT);
        assertThat(End.of(refreshed, NEW)).isEqualTo(End.NONE);
    }

    @Test
    void aLoginOnTheSameDeviceLogsOnlyTheSessionBeforeOut() {
        SessionsEnded relogin =
                ended("\"device_id\":\"PHONE\",\"token_hashes\":[\"t0\"],\"logged_out\":true");

        assertThat(End.of(relogin, OLD)).isEqualTo(End.LOGOUT);
        assertThat(End.of(relogin, NEW)).isEqualTo(End.NONE);
    }

    @Test
    void aDeviceWithoutTokensNamedIsLoggedOutWithAllOfThem() {
        SessionsEnded device = ended("\"device_id\":\"PHONE\",\"token_hashes\":[]");
        SessionsEnded other = ended("\"device_id\":\"LAPTOP\",\"token_hashes\":[]");

        assertThat(End.of(device, OLD)).isEqualTo(End.LOGOUT);
        assertThat(End.of(device, NEW)).isEqualTo(End.LOGOUT);
        assertThat(End.of(other, OLD)).isEqualTo(End.NONE);
    }

    @Test
    void anApplicationServiceAsksAgainWhenTheDeviceItActsOnIsGone() {
        String device = "\"device_id\":\"PHONE\",\"token_hashes\":";
        Requester bridge = applicationService("PHONE");

        assertThat(End.of(ended(device + "[\"t0\"],\"logged_out\":true"), bridge))
                .as("with the device's tokens")
                .isEqualTo(End.REPLACEMENT);
        assertThat(End.of(ended(device + "[],\"logged_out\":true"), bridge))
                .as("without any")
                .isEqualTo(End.REPLACEMENT);
        assertThat(End.of(ended("\"token_hashes\":[],\"all\":true"), bridge))
                .as("with all of the user's")
                .isEqualTo(End.REPLACEMENT);
    }

    @Test
    void anApplicationServiceGoesOnWaitingWhenAnythingElseEnds() {
        String phone = "\"device_id\":\"PHONE\",\"token_hashes\":";

        assertThat(
                        End.of(
                                ended(phone + "[\"t0\"],\"logged_out\":false"),
                                applicationService("PHONE")))
                .as("after a refresh of the device's tokens")
                .isEqualTo(End.NONE);
        assertThat(
                        End.of(
                                ended(phone + "[\"t0\"],\"logged_out\":true"),
                                applicationService("LAPTOP")))
                .as("after the end of another device")
                .isEqualTo(End.NONE);
    }

    @Test
    void allOfAUserAreLoggedOutAndNobodyElse() {
        SessionsEnded all = ended("\"token_hashes\":[],\"all\":true");

        assertThat(End.of(all, NEW)).isEqualTo(End.LOGOUT);
        assertThat(End.of(all, phone("@bob:s", "t1"))).isEqualTo(End.NONE);
    }

    @Test
    void whoMayDoLessFromNowOnAsksAgain() {
        SessionsEnded changed = SessionsEnded.changed(UserId.parse("@alice:s"));

        assertThat(End.of(changed, NEW)).isEqualTo(End.REPLACEMENT);
        assertThat(End.of(changed, phone("@bob:s", "t1"))).isEqualTo(End.NONE);
    }

    @Test
    void whatMayBeAboutAnybodyEndsNothing() {
        assertThat(End.of(SessionsEnded.UNKNOWN, OLD)).isEqualTo(End.NONE);
    }

    private static SessionsEnded ended(String what) {
        String message = "{\"user_id\":\"@alice:s\"," + what + "}";
        return SessionsEnded.parse(message.getBytes(StandardCharsets.UTF_8));
    }

    private static Requester applicationService(String device) {
        return new Requester(
                UserId.parse("@alice:s"),
                Optional.of(DeviceId.parse(device)),
                false,
                false,
                Optional.of("as"),
                Optional.of("irc"));
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
