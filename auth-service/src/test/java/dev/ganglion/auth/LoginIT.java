package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.auth.token.NewSession;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

class LoginIT extends AuthServiceIT {
    private static final String LOGIN = V3 + "login";

    @Autowired private MeterRegistry meters;
    @Autowired private Sessions sessions;

    @Test
    void thereArePasswordsAndTokensOfOtherDevices() {
        Answer answer = auth.get(LOGIN).isOk();

        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"flows\":[{\"type\":\"m.login.password\"},"
                                + "{\"get_login_token\":true,\"type\":\"m.login.token\"}]}");
    }

    @Test
    void singleSignOnThatThereIsNotIsAPageThatSaysSo() {
        new SsoBrowser(web, tokens)
                .open(LOGIN + "/sso/redirect?redirectUrl=https%3A%2F%2Fapp.example%2F")
                .isPage(404);
    }

    @Test
    void aUserLogsInByIdOrLocalpartInAnyCase() {
        String name = freshName();
        auth.register(name);

        for (String user :
                new String[] {name, "@" + name + ":test.local", name.replace('s', 'S')}) {
            Answer answer = auth.login(user, PASSWORD).isOk();
            assertThat(answer.string("user_id")).isEqualTo("@" + name + ":test.local");
            assertThat(answer.string("access_token")).matches("gat_[A-Za-z0-9_-]{43}");
            assertThat(answer.string("device_id")).matches("[A-Z]{10}");
            assertThat(answer.string("home_server")).isEqualTo("test.local");
        }
    }

    @Test
    void aDeviceIsNamedAndRefreshable() {
        String name = freshName();
        auth.register(name);

        Answer answer =
                auth.login(
                                name,
                                PASSWORD,
                                ", \"device_id\": \"MINE\", \"initial_device_display_name\": \"Desk\", \"refresh_token\": true")
                        .isOk();

        assertThat(answer.string("device_id")).isEqualTo("MINE");
        assertThat(answer.string("refresh_token")).startsWith("grt_");
        assertThat(answer.body().integer("expires_in_ms")).isPresent();
        assertThat(
                        auth.as(answer.string("access_token"))
                                .get(V3 + "devices/MINE")
                                .string("display_name"))
                .isEqualTo("Desk");
    }

    @Test
    void aLongDeviceNameIsCut() {
        String name = freshName();
        auth.register(name);
        String more = ", \"initial_device_display_name\": \"" + "ü".repeat(500) + "\"";

        AuthDriver.Session session =
                auth.as(auth.login(name, PASSWORD, more).string("access_token"));

        assertThat(session.get(V3 + "devices/" + session.deviceId()).string("display_name"))
                .hasSize(100);
    }

    @Test
    void toLogInOnADeviceAgainEndsItsFormerTokens() {
        String name = freshName();
        auth.register(name);
        String more = ", \"device_id\": \"SAME\", \"refresh_token\": true";
        Answer first = auth.login(name, PASSWORD, more).isOk();

        Answer second = auth.login(name, PASSWORD, more).isOk();

        auth.resolve(first.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(second.string("access_token")).isOk();
        auth.post(V3 + "refresh", "{\"refresh_token\": \"" + first.string("refresh_token") + "\"}")
                .isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void theOldFieldForTheUserStillWorks() {
        String name = freshName();
        auth.register(name);

        auth.post(
                        LOGIN,
                        "{\"type\": \"m.login.password\", \"user\": \"%s\", \"password\": \"%s\"}"
                                .formatted(name, PASSWORD))
                .isOk();
    }

    @Test
    void a06AnUnknownUserAndAWrongPasswordLookTheSame() {
        String name = freshName();
        auth.register(name);
        long before = hashes();

        Answer wrong = auth.login(name, "not the password").isRefused(403, "M_FORBIDDEN");
        long between = hashes();
        Answer unknown = auth.login(freshName(), "not the password").isRefused(403, "M_FORBIDDEN");
        long after = hashes();
        Answer foreign = auth.login("@x:elsewhere.org", "not it").isRefused(403, "M_FORBIDDEN");

        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(foreign.body()).isEqualTo(wrong.body());
        assertThat(between - before).as("hashes for a wrong password").isEqualTo(1);
        assertThat(after - between).as("hashes for an unknown user").isEqualTo(1);
        assertThat(hashes() - after).as("hashes for a foreign user").isEqualTo(1);
    }

    private long hashes() {
        return meters.get("ganglion.password.hash.duration").timer().count();
    }

    @Test
    void aHashOfOldParametersIsMadeAnewAtLogin() {
        String name = freshName();
        auth.register(name);
        String weak = new Argon2PasswordEncoder(16, 32, 1, 16, 1).encode(PASSWORD);
        sql(
                "update auth.account set password_hash = '"
                        + weak
                        + "' where user_id = '@"
                        + name
                        + ":test.local'");

        auth.login(name, PASSWORD).isOk();

        String hash =
                database.sql("select password_hash from auth.account where user_id = :user")
                        .bind("user", "@" + name + ":test.local")
                        .mapValue(String.class)
                        .one()
                        .block();
        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        auth.login(name, PASSWORD).isOk();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | M_MISSING_PARAM",
                "{\"type\": \"m.login.password\"} | 400 | M_MISSING_PARAM",
                "{\"type\": \"m.login.password\", \"password\": \"x\"} | 400 | M_MISSING_PARAM",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"identifier\": {}} | 400 | M_MISSING_PARAM",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"identifier\": {\"type\": \"m.id.user\"}} | 400 | M_MISSING_PARAM",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"identifier\": {\"type\": \"x\"}} | 400 | M_UNKNOWN",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"identifier\": {\"type\": \"m.id.thirdparty\", \"medium\": \"email\", \"address\": \"a@b\"}} | 403 | M_FORBIDDEN",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"identifier\": {\"type\": \"m.id.phone\", \"country\": \"GB\", \"phone\": \"1\"}} | 403 | M_FORBIDDEN",
                "{\"type\": \"m.login.password\", \"password\": \"x\", \"medium\": \"email\", \"address\": \"a@b\"} | 403 | M_FORBIDDEN",
                "{\"type\": \"m.login.token\", \"token\": \"x\"} | 403 | M_FORBIDDEN",
                "{\"type\": \"m.login.application_service\"} | 401 | M_MISSING_TOKEN"
            })
    void whatCannotBeALoginIsRefused(String body, int status, String errcode) {
        auth.post(LOGIN, body).isRefused(status, errcode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": 1}",
                "{\"type\": \"m.login.password\", \"password\": 1}",
                "{\"type\": \"m.login.password\", \"user\": {}}",
                "{\"type\": \"m.login.password\", \"identifier\": \"alice\"}",
                "{\"type\": \"m.login.password\", \"device_id\": \"\"}",
                "{\"type\": \"m.login.password\", \"refresh_token\": \"yes\"}",
                "{\"type\": \"m.login.password\", \"initial_device_display_name\": []}"
            })
    void wrongTypesAreBadJson(String body) {
        auth.post(LOGIN, body).isRefused(400, "M_BAD_JSON");
    }

    @Test
    void a07TenWrongPasswordsLockTheAccountAndNoOther() {
        String victim = freshName();
        String other = freshName();
        auth.register(victim);
        auth.register(other);
        for (int i = 0; i < 10; i++) {
            auth.from("192.0.2." + i).login(victim, "guess " + i).isRefused(403, "M_FORBIDDEN");
        }

        Answer locked = auth.from("198.51.100.1").login(victim, PASSWORD);

        locked.isRefused(429, "M_LIMIT_EXCEEDED");
        assertThat(locked.body().integer("retry_after_ms").orElseThrow()).isBetween(1L, 300_000L);
        auth.login(other, PASSWORD).isOk();
    }

    @Test
    void a07ANameThatNobodyHasIsLockedLikeOneThatSomebodyHas() {
        String nobody = freshName();
        for (int i = 0; i < 10; i++) {
            auth.login(nobody, "guess").isRefused(403, "M_FORBIDDEN");
        }

        auth.login(nobody, "guess").isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @Test
    void a07ManyWrongPasswordsFromOneNetworkLockThatNetwork() {
        String name = freshName();
        auth.register(name);
        for (int i = 0; i < 100; i++) {
            auth.from("2001:db8:1:2::" + Integer.toHexString(i + 1))
                    .login("nobody-" + i, "guess")
                    .isRefused(403, "M_FORBIDDEN");
        }

        auth.from("2001:db8:1:2:ffff::1").login(name, PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
        auth.from("2001:db8:1:3::1").login(name, PASSWORD).isOk();
    }

    @Test
    void a07ManyGuessesAtOnceLearnNoMoreThanOneAfterAnother() {
        String name = freshName();
        auth.register(name);

        List<Answer> answers =
                Flux.range(0, 60)
                        .flatMap(i -> inParallel(() -> auth.login(name, "guess " + i)), 60)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers)
                .filteredOn(answer -> answer.status() == 403)
                .hasSizeLessThanOrEqualTo(10);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(403, 429));
    }

    private static Mono<Answer> inParallel(Callable<Answer> call) {
        return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic());
    }

    @Test
    void aLoginThatCheckedTheFormerPasswordStartsNoSession() {
        AuthDriver.Session alice = auth.registered();
        UserId user = UserId.parse(alice.userId());
        NewSession request = new NewSession(Optional.empty(), Optional.empty(), false);
        assertThat(sessions.start(user, 0, request).block()).isNotNull();

        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"another password\", \"auth\": %s}"
                                .formatted(alice.passwordAuth()))
                .isOk();

        assertThatThrownBy(() -> sessions.start(user, 0, request).block())
                .isInstanceOf(MatrixException.class);
        assertThat(sessions.start(user, 1, request).block()).isNotNull();
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        String name = freshName();
        auth.register(name);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 9; i++) {
                auth.login(name, "guess").isRefused(403, "M_FORBIDDEN");
            }
            auth.login(name, PASSWORD).isOk();
        }
    }
}
