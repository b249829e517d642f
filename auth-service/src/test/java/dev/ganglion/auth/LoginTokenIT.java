package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import java.util.List;

class LoginTokenIT extends AuthServiceIT {
    private static final String GET_TOKEN = "/_matrix/client/v1/login/get_token";

    @Test
    void aDeviceLogsAnotherOneIn() {
        AuthDriver.Session alice = auth.registered();

        Answer issued = issue(alice);

        assertThat(issued.body().integer("expires_in_ms")).hasValue(120_000L);
        AuthDriver.Session other = auth.as(login(token(issued)).isOk().string("access_token"));
        assertThat(other.userId()).isEqualTo(alice.userId());
        assertThat(other.deviceId()).isNotEqualTo(alice.deviceId());
    }

    @Test
    void everyTokenNeedsThePasswordAgain() {
        AuthDriver.Session alice = auth.registered();
        String session = alice.post(GET_TOKEN, "{}").asksForStages().string("session");
        String done =
                "{\"auth\": {\"session\": \"%s\", \"type\": \"m.login.password\", \"password\": \"%s\"}}"
                        .formatted(session, AuthDriver.PASSWORD);
        alice.post(GET_TOKEN, done).isOk();

        alice.post(GET_TOKEN, "{\"auth\": {\"session\": \"%s\"}}".formatted(session))
                .asksForStages();
        alice.post(GET_TOKEN, "{\"auth\": {\"type\": \"m.login.password\", \"password\": \"no\"}}")
                .asksForStages();
    }

    @Test
    void a08ATokenIsGoodOnceOfManyLogins() {
        String token = token(issue(auth.registered()));

        List<Integer> statuses =
                Flux.range(0, 8)
                        .parallel()
                        .runOn(Schedulers.boundedElastic())
                        .map(_ -> login(token).status())
                        .sequential()
                        .collectList()
                        .block();

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses).filteredOn(status -> status != 200).containsOnly(403);
    }

    @Test
    void a08AnOldTokenAndNonsenseAreRefused() {
        String token = token(issue(auth.registered()));
        sql("update auth.login_token set expires_at = now() - interval '1 second'");

        login(token).isRefused(403, "M_FORBIDDEN");
        login("").isRefused(403, "M_FORBIDDEN");
        login("ü".repeat(5_000)).isRefused(403, "M_FORBIDDEN");
        auth.post(V3 + "login", "{\"type\": \"m.login.token\"}").isRefused(400, "M_MISSING_PARAM");
        auth.post(V3 + "login", "{\"type\": \"m.login.token\", \"token\": [1]}")
                .isRefused(400, "M_BAD_JSON");
    }

    @Test
    void a02ATokenIsWorthNothingOnceTheAccountHasEnded() {
        AuthDriver.Session alice = auth.registered();
        String token = token(issue(alice));
        alice.post(V3 + "account/deactivate", "{\"auth\": %s}".formatted(alice.passwordAuth()))
                .isOk();

        login(token).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aTokenIsWorthNothingAfterAChangeOfThePassword() {
        AuthDriver.Session alice = auth.registered();
        String token = token(issue(alice));
        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"another good one\", \"auth\": %s}"
                                .formatted(alice.passwordAuth()))
                .isOk();

        login(token).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aLockedUserDoesNotGetIn() {
        AuthDriver.Session alice = auth.registered();
        String token = token(issue(alice));
        sql("update auth.account set is_locked = true where user_id = '" + alice.userId() + "'");

        login(token).isRefused(401, "M_USER_LOCKED");
    }

    @Test
    void onlyTheHashIsStored() {
        String token = token(issue(auth.registered()));

        String stored =
                database.sql("select string_agg(t::text, ' ') as all from auth.login_token t")
                        .mapValue(String.class)
                        .one()
                        .block();

        assertThat(stored).isNotEmpty().doesNotContain(token);
    }

    @Test
    void aUserMakesOnlySoManyWithinAMinute() {
        AuthDriver.Session alice = auth.registered();
        issue(alice);
        issue(alice);
        issue(alice);

        Answer refused = request(alice);

        refused.isRefused(429, "M_LIMIT_EXCEEDED");
        assertThat(refused.body().integer("retry_after_ms").orElse(0L)).isPositive();
    }

    @Test
    void clientsAreToldOfIt() {
        JsonObject flow =
                JsonObject.builder()
                        .put("type", "m.login.token")
                        .put("get_login_token", true)
                        .build();
        assertThat(auth.get(V3 + "login").body().array("flows").orElseThrow().objects())
                .contains(flow);
        assertThat(auth.registered().get(V3 + "capabilities").body().toString())
                .contains("\"m.get_login_token\":{\"enabled\":true}");
    }

    private Answer issue(AuthDriver.Session user) {
        return request(user).isOk();
    }

    private static Answer request(AuthDriver.Session user) {
        return user.post(GET_TOKEN, "{\"auth\": %s}".formatted(user.passwordAuth()));
    }

    private static String token(Answer issued) {
        return issued.string("login_token");
    }

    private Answer login(String token) {
        return auth.post(
                V3 + "login", "{\"type\": \"m.login.token\", \"token\": \"%s\"}".formatted(token));
    }
}
