package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class StandingIT extends AuthServiceIT {
    private static final String V1_ADMIN = "/_matrix/client/v1/admin/";

    @Autowired private Bus bus;

    private AuthDriver.Session admin;
    private AuthDriver.Session user;

    @BeforeEach
    void people() {
        admin = administrator();
        user = auth.registered();
    }

    private AuthDriver.Session administrator() {
        AuthDriver.Session someone = auth.registered();
        sql("update auth.account set is_admin = true where user_id = '" + someone.userId() + "'");
        return someone;
    }

    private static String suspend(String userId) {
        return V1_ADMIN + "suspend/" + userId;
    }

    private static String lock(String userId) {
        return V1_ADMIN + "lock/" + userId;
    }

    private String standing() {
        return auth.resolve(user.accessToken()).isOk().string("standing");
    }

    @Test
    void aSuspensionIsSeenByGatewaysAndEndsAgain() {
        String id = user.userId();
        assertThat(standing()).isEqualTo("GOOD");

        assertThat(admin.put(suspend(id), "{\"suspended\":true}").isOk().body().bool("suspended"))
                .hasValue(true);

        assertThat(standing()).isEqualTo("SUSPENDED");
        assertThat(admin.get(suspend(id)).isOk().body().bool("suspended")).hasValue(true);
        assertThat(admin.get(lock(id)).isOk().body().bool("locked")).hasValue(false);

        admin.put(suspend(id), "{\"suspended\":false}").isOk();
        assertThat(standing()).isEqualTo("GOOD");
    }

    @Test
    void whoIsUnlockedMayStillBeSuspended() {
        String id = user.userId();
        admin.put(suspend(id), "{\"suspended\":true}").isOk();
        admin.put(lock(id), "{\"locked\":true}").isOk();
        assertThat(standing()).isEqualTo("LOCKED");

        admin.put(lock(id), "{\"locked\":false}").isOk();

        assertThat(standing()).isEqualTo("SUSPENDED");
    }

    @Test
    void aChangeIsAnnouncedAndEndsNoSession() {
        List<JsonObject> announced = new CopyOnWriteArrayList<>();
        var listening =
                bus.messages(Channel.SESSIONS).map(Json::parseObject).subscribe(announced::add);
        String id = user.userId();

        admin.put(lock(id), "{\"locked\":true}").isOk();

        JsonObject expected =
                JsonObject.builder()
                        .put("user_id", id)
                        .put("all", true)
                        .put("logged_out", false)
                        .put("token_hashes", dev.ganglion.protocol.json.JsonArray.EMPTY)
                        .build();
        await().until(() -> announced.contains(expected));
        listening.dispose();
    }

    @Test
    void a10ALockedUserNeitherLogsInNorRefreshes() {
        String refreshToken =
                auth.login(user.userId(), PASSWORD, ", \"refresh_token\": true")
                        .isOk()
                        .string("refresh_token");
        admin.put(lock(user.userId()), "{\"locked\":true}").isOk();

        Answer login = auth.login(user.userId(), PASSWORD).isRefused(401, "M_USER_LOCKED");
        Answer refresh =
                auth.post(V3 + "refresh", "{\"refresh_token\":\"%s\"}".formatted(refreshToken))
                        .isRefused(401, "M_USER_LOCKED");

        assertThat(login.body().bool("soft_logout")).hasValue(true);
        assertThat(refresh.body().bool("soft_logout")).hasValue(true);
        auth.login(user.userId(), "wrong").isRefused(403, "M_FORBIDDEN");

        admin.put(lock(user.userId()), "{\"locked\":false}").isOk();
        auth.post(V3 + "refresh", "{\"refresh_token\":\"%s\"}".formatted(refreshToken)).isOk();
    }

    @Test
    void aSuspendedUserStillLogsIn() {
        admin.put(suspend(user.userId()), "{\"suspended\":true}").isOk();

        String token = auth.login(user.userId(), PASSWORD).isOk().string("access_token");

        assertThat(auth.resolve(token).string("standing")).isEqualTo("SUSPENDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "lock"})
    void onlyAnAdministratorMayLookOrAct(String measure) {
        String path = V1_ADMIN + measure + "/" + admin.userId();
        String unknown = V1_ADMIN + measure + "/@nobody:test.local";

        user.get(path).isRefused(403, "M_FORBIDDEN");
        user.get(unknown).isRefused(403, "M_FORBIDDEN");
        user.put(path, "{\"suspended\":true,\"locked\":true}").isRefused(403, "M_FORBIDDEN");
        user.put(unknown, "{}").isRefused(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "lock"})
    void noAdministratorIsLockedOrSuspended(String measure) {
        String body = "{\"suspended\":true,\"locked\":true}";
        String other = V1_ADMIN + measure + "/" + administrator().userId();

        admin.put(V1_ADMIN + measure + "/" + admin.userId(), body).isRefused(403, "M_FORBIDDEN");
        admin.put(other, body).isRefused(403, "M_FORBIDDEN");
        admin.get(other).isRefused(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "lock"})
    void whoIsNotHereIsNotFoundAndWhoIsElsewhereIsInvalid(String measure) {
        String body = "{\"suspended\":true,\"locked\":true}";
        String gone = V1_ADMIN + measure + "/" + user.userId();
        user.post(V3 + "account/deactivate", "{\"auth\":%s}".formatted(user.passwordAuth())).isOk();

        admin.put(gone, body).isRefused(404, "M_NOT_FOUND");
        admin.get(gone).isRefused(404, "M_NOT_FOUND");
        admin.get(V1_ADMIN + measure + "/@nobody:test.local").isRefused(404, "M_NOT_FOUND");
        admin.get(V1_ADMIN + measure + "/@a:elsewhere.org").isRefused(400, "M_INVALID_PARAM");
        admin.put(V1_ADMIN + measure + "/@a:elsewhere.org", body).isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    void aRequestThatSaysNothingIsRefused() {
        admin.put(suspend(user.userId()), "{}").isRefused(400, "M_MISSING_PARAM");
        admin.put(lock(user.userId()), "{\"locked\":\"yes\"}").isRefused(400, "M_BAD_JSON");
        assertThat(standing()).isEqualTo("GOOD");
    }

    @Test
    void onlyAdministratorsAreToldThatTheyCanDoThis() {
        assertThat(capability(admin)).contains("\"lock\":true", "\"suspend\":true");
        assertThat(capability(user)).isEmpty();
    }

    private static String capability(AuthDriver.Session session) {
        return session.get(V3 + "capabilities")
                .isOk()
                .body()
                .object("capabilities")
                .flatMap(all -> all.object("m.account_moderation"))
                .map(JsonObject::toString)
                .orElse("");
    }
}
