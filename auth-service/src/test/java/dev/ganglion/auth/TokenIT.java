package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;

class TokenIT extends AuthServiceIT {
    private static final String REFRESH = V3 + "refresh";

    private Answer refreshableLogin() {
        String name = auth.registered().localpart();
        return auth.login(name, PASSWORD, ", \"refresh_token\": true").isOk();
    }

    private Answer refresh(Answer tokens) {
        return auth.post(
                REFRESH, JsonObject.of("refresh_token", tokens.string("refresh_token")).toString());
    }

    @Test
    void aTokenIsResolvedToItsBearer() throws Exception {
        Answer registered = auth.register(AuthDriver.freshName());
        String token = registered.string("access_token");

        Answer answer = auth.resolve(token).isOk();

        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.string("user_id")).isEqualTo(registered.string("user_id"));
        assertThat(answer.string("device_id")).isEqualTo(registered.string("device_id"));
        assertThat(answer.body().bool("is_admin")).hasValue(false);
        assertThat(answer.body().bool("is_guest")).hasValue(false);
        assertThat(answer.body().integer("expires_in_ms").orElseThrow()).isBetween(1L, 300_000L);
        assertThat(answer.string("token_hash"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertThat(answer.string("internal_token").split("\\.", -1)).hasSize(3);
    }

    @Test
    void anUnknownTokenIsAHardLogout() {
        Answer answer = auth.resolve("gat_nonsense").isRefused(401, "M_UNKNOWN_TOKEN");

        assertThat(answer.body().bool("soft_logout").orElse(false)).isFalse();
        auth.resolve("").isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve("ü".repeat(10_000)).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a14OnlyTheGatewayResolvesTokens() {
        byte[] question = "{\"access_token\": \"x\"}".getBytes(StandardCharsets.UTF_8);

        auth.send(HttpMethod.POST, "/internal/tokens/resolve", question, tokens.forService("room"))
                .isRefused(403, "M_FORBIDDEN");
        auth.send(HttpMethod.POST, "/internal/tokens/resolve", question, _ -> {})
                .isRefused(401, "M_MISSING_TOKEN");
    }

    @Test
    void a01NoTokenIsInTheDatabase() {
        Answer login = refreshableLogin();
        try {
            assertThat(
                            dump("access_token")
                                    + dump("refresh_token")
                                    + dump("device")
                                    + dump("account"))
                    .isNotEmpty()
                    .doesNotContain(login.string("access_token"))
                    .doesNotContain(login.string("refresh_token"))
                    .doesNotContain(PASSWORD);
        } finally {
            auth.as(login.string("access_token")).post(V3 + "logout", "{}");
        }
    }

    private String dump(String table) {
        return database.sql("select string_agg(t::text, ' ') from auth." + table + " t")
                .map(row -> String.valueOf(row.get(0, String.class)))
                .one()
                .blockOptional()
                .orElse("");
    }

    @Test
    void a10AnExpiredTokenIsASoftLogout() {
        Answer login = refreshableLogin();
        sql(
                "update auth.access_token set expires_at = now() - interval '1 s' where device_id = '"
                        + login.string("device_id")
                        + "'");

        Answer answer =
                auth.resolve(login.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");

        assertThat(answer.body().bool("soft_logout")).hasValue(true);
        auth.resolve(refresh(login).isOk().string("access_token")).isOk();
    }

    @Test
    void anAnswerIsNotRememberedLongerThanTheTokenIsGood() {
        Answer login = refreshableLogin();
        sql(
                "update auth.access_token set expires_at = now() + interval '20 s' where device_id = '"
                        + login.string("device_id")
                        + "'");

        Answer answer = auth.resolve(login.string("access_token")).isOk();

        assertThat(answer.body().integer("expires_in_ms").orElseThrow()).isBetween(1L, 20_000L);
    }

    @Test
    void aRefreshGivesNewTokensForTheSameDevice() {
        Answer login = refreshableLogin();

        Answer refreshed = refresh(login).isOk();

        assertThat(refreshed.string("access_token")).isNotEqualTo(login.string("access_token"));
        assertThat(refreshed.string("refresh_token")).isNotEqualTo(login.string("refresh_token"));
        assertThat(refreshed.body().integer("expires_in_ms")).hasValue(3_600_000L);
        assertThat(auth.resolve(refreshed.string("access_token")).string("device_id"))
                .isEqualTo(login.string("device_id"));
    }

    @Test
    void theOldAccessTokenDiesWithTheFirstUseOfTheNewOne() {
        Answer login = refreshableLogin();
        Answer refreshed = refresh(login).isOk();
        auth.resolve(login.string("access_token")).isOk();

        auth.resolve(refreshed.string("access_token")).isOk();

        auth.resolve(login.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void aRefreshWhoseAnswerWasLostMayBeRepeated() {
        Answer login = refreshableLogin();
        Answer lost = refresh(login).isOk();

        Answer repeated = refresh(login).isOk();

        auth.resolve(repeated.string("access_token")).isOk();
        auth.resolve(lost.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        refresh(lost).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a04ASpentRefreshTokenEndsTheWholeSession() {
        Answer login = refreshableLogin();
        Answer refreshed = refresh(login).isOk();
        auth.resolve(refreshed.string("access_token")).isOk();

        Answer stolen = refresh(login).isRefused(401, "M_UNKNOWN_TOKEN");

        assertThat(stolen.body().bool("soft_logout")).hasValue(true);
        auth.resolve(refreshed.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        refresh(refreshed).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void a04ARefreshTokenIsSpentByItsSuccessorToo() {
        Answer login = refreshableLogin();
        Answer second = refresh(login).isOk();
        Answer third = refresh(second).isOk();

        refresh(login).isRefused(401, "M_UNKNOWN_TOKEN");

        auth.resolve(third.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void anExpiredRefreshTokenIsASoftLogout() {
        Answer login = refreshableLogin();
        sql(
                "update auth.refresh_token set expires_at = now() - interval '1 s' where device_id = '"
                        + login.string("device_id")
                        + "'");

        Answer answer = refresh(login).isRefused(401, "M_UNKNOWN_TOKEN");

        assertThat(answer.body().bool("soft_logout")).hasValue(true);
    }

    @Test
    void whatIsNoRefreshTokenIsRefused() {
        auth.post(REFRESH, "{}").isRefused(400, "M_MISSING_PARAM");
        auth.post(REFRESH, "{\"refresh_token\": 1}").isRefused(400, "M_BAD_JSON");
        auth.post(REFRESH, "{\"refresh_token\": \"grt_x\"}").isRefused(401, "M_UNKNOWN_TOKEN");
        String accessToken = auth.registered().accessToken();
        auth.post(REFRESH, "{\"refresh_token\": \"" + accessToken + "\"}")
                .isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void whereADeviceWasLastSeenIsWrittenSoon() {
        AuthDriver.Session alice = auth.from("203.0.113.7").registered();
        String path = V3 + "devices/" + alice.deviceId();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> {
                            Answer device = alice.get(path).isOk();
                            assertThat(device.body().integer("last_seen_ts")).isPresent();
                        });
    }

    @Test
    void p5LoginWorksWithoutRedis() {
        AuthDriver.Session alice = auth.registered();
        String name = alice.localpart();
        Infrastructure.shared().redis().stop();
        try {
            auth.login(name, PASSWORD).isOk();
            auth.resolve(alice.accessToken()).isOk();
            auth.post(V3 + "register", "{}").isRefused(503, "M_UNKNOWN");
        } finally {
            Infrastructure.shared().redis().start();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> auth.post(V3 + "register", "{}").asksForStages());
    }
}
