package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

import reactor.core.Disposable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Client-server API, "Device Management", as application services have it. */
class ApplicationServiceDeviceIT extends AuthServiceIT {
    private static final String PHONE = "devices/PHONE";

    @Autowired private Bus bus;
    private AuthDriver.Session user;

    @BeforeEach
    void aUser() {
        user = auth.registered();
    }

    @Test
    void anApplicationServiceMakesDevicesForItsUsers() {
        Answer made = call(HttpMethod.PUT, PHONE, "{\"display_name\": \"Bridge\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo(JsonObject.EMPTY);
        assertThat(user.get(V3 + PHONE).isOk().string("display_name")).isEqualTo("Bridge");

        call(HttpMethod.PUT, PHONE, "{\"display_name\": \"Renamed\"}").isOk();
        assertThat(user.get(V3 + PHONE).isOk().string("display_name")).isEqualTo("Renamed");
    }

    @Test
    void aDeviceNeedsNoName() {
        assertThat(call(HttpMethod.PUT, PHONE, "{}").status()).isEqualTo(201);

        assertThat(user.get(V3 + PHONE).isOk().body().has("display_name")).isFalse();
        call(HttpMethod.PUT, PHONE, "{\"display_name\": \"" + "x".repeat(101) + "\"}")
                .isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    void nobodyElseMakesDevicesThatWay() {
        user.put(V3 + PHONE, "{}").isRefused(404, "M_NOT_FOUND");
    }

    @Test
    void anApplicationServiceDeletesDevicesWithoutAuthenticatingAgain() {
        call(HttpMethod.PUT, PHONE, "{}");
        call(HttpMethod.PUT, "devices/TABLET", "{}");

        call(HttpMethod.DELETE, PHONE, "{}").isOk();
        call(HttpMethod.POST, "delete_devices", "{\"devices\": [\"TABLET\"]}").isOk();

        user.get(V3 + PHONE).isRefused(404, "M_NOT_FOUND");
        user.get(V3 + "devices/TABLET").isRefused(404, "M_NOT_FOUND");
        call(HttpMethod.DELETE, PHONE, null).isOk();
        user.delete(V3 + "devices/" + user.deviceId(), "{}").asksForStages();
    }

    @Test
    void d10ADeviceTooManyIsRefused() {
        sql(
                """
                insert into auth.device (user_id, device_id, created_at)
                select '%s', 'D' || n, now() from generate_series(1, 998) n
                """
                        .formatted(user.userId()));

        assertThat(call(HttpMethod.PUT, PHONE, "{}").status()).isEqualTo(201);
        call(HttpMethod.PUT, "devices/TABLET", "{}").isRefused(403, "M_RESOURCE_LIMIT_EXCEEDED");
        call(HttpMethod.PUT, PHONE, "{\"display_name\": \"Bridge\"}").isOk();
    }

    @Test
    void theEndOfADeviceWithoutTokensIsAnnounced() {
        List<JsonObject> announced = new CopyOnWriteArrayList<>();
        Disposable listening =
                bus.messages(Channel.SESSIONS).map(Json::parseObject).subscribe(announced::add);
        JsonObject expected =
                JsonObject.builder()
                        .put("user_id", user.userId())
                        .put("device_id", "PHONE")
                        .put("token_hashes", JsonArray.EMPTY)
                        .put("all", false)
                        .put("logged_out", true)
                        .build();
        call(HttpMethod.PUT, PHONE, "{}");

        call(HttpMethod.DELETE, PHONE, "{}").isOk();

        await().untilAsserted(() -> assertThat(announced).contains(expected));
        listening.dispose();
    }

    private Answer call(HttpMethod method, String path, @Nullable String body) {
        Requester requester =
                new Requester(
                        UserId.parse(user.userId()),
                        Optional.empty(),
                        false,
                        false,
                        Optional.of("hash"),
                        Optional.of("irc"));
        return auth.send(
                method,
                V3 + path,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                tokens.forRequester(requester));
    }
}
