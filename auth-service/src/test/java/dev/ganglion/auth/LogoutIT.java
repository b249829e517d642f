package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.auth.token.NewSession;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

class LogoutIT extends AuthServiceIT {
    private static final NewSession NEW_SESSION =
            new NewSession(Optional.empty(), Optional.empty(), false);

    @Autowired private Bus bus;
    @Autowired private Sessions sessions;

    private final List<JsonObject> announced = new CopyOnWriteArrayList<>();
    private Disposable listening = Disposables.disposed();

    @BeforeEach
    void listen() {
        listening = bus.messages(Channel.SESSIONS).map(Json::parseObject).subscribe(announced::add);
    }

    @AfterEach
    void stopListening() {
        listening.dispose();
    }

    private void awaitAnnouncement(JsonObject.Builder expected) {
        JsonObject message = expected.build();
        await().atMost(Duration.ofSeconds(5)).until(() -> announced.contains(message));
    }

    private static JsonObject.Builder ended(String user, boolean isAll, String... hashes) {
        return JsonObject.builder()
                .put("user_id", user)
                .put("all", isAll)
                .put("logged_out", true)
                .put(
                        "token_hashes",
                        dev.ganglion.protocol.json.JsonArray.ofStrings(List.of(hashes)));
    }

    @Test
    void a03ALogoutEndsTheDeviceAndIsAnnounced() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();
        String hash = auth.resolve(alice.accessToken()).string("token_hash");
        String user = alice.userId();
        String device = alice.deviceId();

        alice.post(V3 + "logout", "{}").isOk();

        auth.resolve(alice.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        other.get(V3 + "devices/" + device).isRefused(404, "M_NOT_FOUND");
        awaitAnnouncement(ended(user, false, hash).put("device_id", device));
    }

    @Test
    void p5AfterALostAnnouncementGatewaysAreToldToAskAnew() {
        AuthDriver.Session alice = auth.registered();
        Infrastructure.shared().redis().refuseMessages();
        try {
            alice.post(V3 + "logout", "{}").isOk();
        } finally {
            Infrastructure.shared().redis().acceptMessages();
        }

        JsonObject askAnew =
                JsonObject.builder()
                        .put("token_hashes", JsonArray.EMPTY)
                        .put("all", true)
                        .put("logged_out", false)
                        .build();
        await().atMost(Duration.ofSeconds(5)).until(() -> announced.contains(askAnew));
        assertThat(announced)
                .as("nobody is named, whose new sessions might end")
                .containsOnly(askAnew);
    }

    @Test
    void a03ALogoutIsFinishedAndAnnouncedAlthoughItsClientGoesAway() {
        UserId alice = UserId.parse(auth.registered().userId());
        Random random = new Random(3);

        List<DeviceId> devices =
                Flux.range(0, 100)
                        .concatMap(_ -> sessions.start(alice, NEW_SESSION))
                        .map(Session::deviceId)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();
        for (DeviceId device : devices) {
            sessions.end(alice, List.of(device))
                    .take(Duration.ofNanos(random.nextInt(3_000_000)))
                    .block();
        }

        await().untilAsserted(
                        () ->
                                assertThat(announced)
                                        .flatExtracting(
                                                message ->
                                                        message.string("device_id").stream()
                                                                .toList())
                                        .containsAll(
                                                devices.stream().map(DeviceId::value).toList()));
    }

    @Test
    void aLogoutNeedsNoBody() {
        AuthDriver.Session alice = auth.registered();

        assertThat(
                        alice.send(org.springframework.http.HttpMethod.POST, V3 + "logout", null)
                                .isOk()
                                .body())
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void a03LogoutAllEndsEveryDevice() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();
        String user = alice.userId();

        alice.post(V3 + "logout/all", "{}").isOk();

        auth.resolve(alice.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(other.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        await().atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                announced.stream()
                                        .filter(
                                                message ->
                                                        message.string("user_id")
                                                                .filter(user::equals)
                                                                .isPresent())
                                        .anyMatch(message -> message.bool("all").orElse(false)));
    }

    @Test
    void a03APasswordChangeEndsTheOtherDevices() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();
        String hash = auth.resolve(other.accessToken()).string("token_hash");
        String device = other.deviceId();

        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"another password\", \"auth\": %s}"
                                .formatted(alice.passwordAuth()))
                .isOk();

        auth.resolve(alice.accessToken()).isOk();
        auth.resolve(other.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        awaitAnnouncement(ended(alice.userId(), false, hash).put("device_id", device));
        auth.login(alice.localpart(), PASSWORD).isRefused(403, "M_FORBIDDEN");
        auth.login(alice.localpart(), "another password").isOk();
    }

    @Test
    void aRefreshIsNotAnnouncedAsALogout() {
        AuthDriver.Session alice = auth.registered();
        Answer login = auth.login(alice.localpart(), PASSWORD, ", \"refresh_token\": true").isOk();
        String user = alice.userId();
        String device = login.string("device_id");
        String hash = auth.resolve(login.string("access_token")).string("token_hash");

        JsonObject refresh = JsonObject.of("refresh_token", login.string("refresh_token"));
        Answer refreshed = auth.post(V3 + "refresh", refresh.toString()).isOk();
        auth.resolve(refreshed.string("access_token")).isOk();

        awaitAnnouncement(
                ended(user, false, hash).put("logged_out", false).put("device_id", device));
    }
}
