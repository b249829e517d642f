package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.List;

class RegistrationIT extends AuthServiceIT {
    private static final String REGISTER = V3 + "register";

    @Test
    void theFirstTryWithoutAuthTellsTheFlows() {
        Answer answer = auth.post(REGISTER, "{}").asksForStages();

        assertThat(answer.body().has("errcode")).isFalse();
        assertThat(answer.body().array("flows").orElseThrow().objects())
                .singleElement()
                .satisfies(
                        flow ->
                                assertThat(flow.array("stages").orElseThrow().strings())
                                        .containsExactly("m.login.dummy"));
        assertThat(answer.string("session")).isNotEmpty();
        assertThat(answer.body().object("params")).isPresent();
    }

    @Test
    void aCompletedSessionRegistersWithAllOptions() {
        String name = freshName();
        String session = auth.post(REGISTER, "{}").string("session");

        Answer answer =
                auth.post(
                        REGISTER + "?kind=user",
                        """
                        {"username": "%s", "password": "%s", "device_id": "PHONE",
                         "initial_device_display_name": "My phone", "inhibit_login": false, "refresh_token": true,
                         "auth": {"type": "m.login.dummy", "session": "%s"}}
                        """
                                .formatted(name, PASSWORD, session));

        answer.isOk();
        assertThat(answer.string("user_id")).isEqualTo("@" + name + ":test.local");
        assertThat(answer.string("device_id")).isEqualTo("PHONE");
        assertThat(answer.string("home_server")).isEqualTo("test.local");
        assertThat(answer.string("refresh_token")).startsWith("grt_");
        assertThat(answer.body().integer("expires_in_ms")).hasValue(3_600_000L);
        Answer device = auth.as(answer.string("access_token")).get(V3 + "devices/PHONE").isOk();
        assertThat(device.string("display_name")).isEqualTo("My phone");
    }

    @Test
    void withoutAskingForRefreshTheTokenIsGoodUntilLogout() {
        Answer answer = auth.register(freshName());

        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(answer.body().has("expires_in_ms")).isFalse();
        assertThat(answer.string("device_id")).matches("[A-Z]{10}");
    }

    @Test
    void anInhibitedLoginLeavesNoDevice() {
        String name = freshName();

        Answer answer =
                auth.post(
                                REGISTER,
                                """
                                {"username": "%s", "password": "%s", "inhibit_login": true, "device_id": "D",
                                 "auth": {"type": "m.login.dummy"}}
                                """
                                        .formatted(name, PASSWORD))
                        .isOk();

        assertThat(answer.body().keys()).containsExactlyInAnyOrder("user_id", "home_server");
        auth.login(name, PASSWORD).isOk();
    }

    @Test
    void whoeverAsksForNoNameGetsOne() {
        Answer answer =
                auth.post(
                                REGISTER,
                                "{\"password\": \""
                                        + PASSWORD
                                        + "\", \"auth\": {\"type\": \"m.login.dummy\"}}")
                        .isOk();

        assertThat(answer.string("user_id")).matches("@user-[a-z0-9]{12}:test\\.local");
    }

    @Test
    void a11ANameIsTakenForEver() {
        String name = freshName();
        auth.register(name);

        auth.post(REGISTER, "{\"username\": \"" + name + "\"}").isRefused(400, "M_USER_IN_USE");
        auth.get(REGISTER + "/available?username=" + name).isRefused(400, "M_USER_IN_USE");
    }

    @Test
    void aFreeNameIsAvailable() {
        Answer answer = auth.get(REGISTER + "/available?username=" + freshName()).isOk();

        assertThat(answer.body().bool("available")).hasValue(true);
        auth.get(REGISTER + "/available").isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void a11CaseVariantsOfATakenNameAreTaken() {
        String name = freshName();
        auth.register(name);

        auth.post(REGISTER, "{\"username\": \"" + name.replace('s', 'S') + "\"}")
                .isRefused(400, "M_USER_IN_USE");
    }

    @ParameterizedTest
    @CsvSource({
        "admin, M_USER_IN_USE",
        "Admin, M_USER_IN_USE",
        "server, M_USER_IN_USE",
        "moderation, M_USER_IN_USE",
        "_bridge, M_EXCLUSIVE",
        "12345, M_INVALID_USERNAME",
        "'', M_INVALID_USERNAME",
        "@alice:test.local, M_INVALID_USERNAME",
        "al ice, M_INVALID_USERNAME",
        "аlice, M_INVALID_USERNAME",
        "\u212Aevin, M_INVALID_USERNAME",
        "ſerver, M_INVALID_USERNAME",
        "ａdmin, M_INVALID_USERNAME",
        "ali\u200Dce, M_INVALID_USERNAME"
    })
    void a11NamesThatAreReservedOrLookLikeOthersAreRefused(String name, String errcode) {
        String body = "{\"username\": \"" + name + "\", \"auth\": {\"type\": \"m.login.dummy\"}}";

        auth.post(REGISTER, body).isRefused(400, errcode);
    }

    @Test
    void aNameThatMakesTheUserIdTooLongIsRefused() {
        auth.post(REGISTER, "{\"username\": \"" + "a".repeat(250) + "\"}")
                .isRefused(400, "M_INVALID_USERNAME");
    }

    @Test
    void aShortPasswordIsRefusedBeforeAnyAuth() {
        auth.post(REGISTER, "{\"username\": \"" + freshName() + "\", \"password\": \"1234567\"}")
                .isRefused(400, "M_WEAK_PASSWORD");
    }

    @Test
    void anAccountNeedsAPassword() {
        auth.post(
                        REGISTER,
                        "{\"username\": \""
                                + freshName()
                                + "\", \"auth\": {\"type\": \"m.login.dummy\"}}")
                .isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void a10ThereAreNoGuests() {
        auth.post(REGISTER + "?kind=guest", "{}").isRefused(403, "M_GUEST_ACCESS_FORBIDDEN");
        auth.post(REGISTER + "?kind=robot", "{}").isRefused(400, "M_INVALID_PARAM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\": 1}",
                "{\"username\": [\"a\"]}",
                "{\"password\": {}}",
                "{\"device_id\": \"\"}",
                "{\"device_id\": 5}",
                "{\"inhibit_login\": \"true\"}",
                "{\"refresh_token\": 1}",
                "{\"initial_device_display_name\": false}",
                "{\"auth\": \"dummy\"}",
                "{\"auth\": {\"type\": 1}}",
                "{\"auth\": {\"type\": \"m.login.dummy\", \"session\": 1}}",
                "{\"username\": \"a\\u0000b\"}",
                "[]",
                "null"
            })
    void wrongTypesAreBadJson(String body) {
        auth.post(REGISTER, body).isRefused(400, "M_BAD_JSON");
    }

    @Test
    void anUnknownStageIsRefusedAndTheSessionGoesOn() {
        String session = auth.post(REGISTER, "{}").string("session");

        Answer answer =
                auth.post(
                        REGISTER,
                        "{\"auth\": {\"type\": \"m.login.sso\", \"session\": \""
                                + session
                                + "\"}}");

        answer.asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(answer.string("session")).isEqualTo(session);
    }

    @Test
    void a05ASessionOfAnotherOperationIsRefused() {
        AuthDriver.Session alice = auth.registered();
        String session = alice.post(V3 + "account/deactivate", "{}").string("session");

        Answer answer =
                auth.post(
                        REGISTER,
                        """
                        {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy", "session": "%s"}}
                        """
                                .formatted(freshName(), PASSWORD, session));

        answer.asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(answer.string("session")).isNotEqualTo(session);
    }

    @Test
    void a05ASessionIsGoodForOneAccountOnly() {
        String session = auth.post(REGISTER, "{}").string("session");
        String body =
                """
                {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy", "session": "%s"}}
                """;
        auth.post(REGISTER, body.formatted(freshName(), PASSWORD, session)).isOk();

        auth.post(REGISTER, body.formatted(freshName(), PASSWORD, session)).asksForStages();
    }

    @Test
    void a11OfTwentyWhoRegisterOneNameAtOnceOneGetsIt() {
        String name = freshName();
        long before = count("account");

        List<Answer> answers =
                Flux.range(0, 20)
                        .flatMap(
                                _ ->
                                        Mono.fromCallable(
                                                        () ->
                                                                auth.post(
                                                                        REGISTER,
                                                                        """
                                                                        {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy"}}
                                                                        """
                                                                                .formatted(
                                                                                        name,
                                                                                        PASSWORD)))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                20)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.isRefused(400, "M_USER_IN_USE"));
        assertThat(count("account")).isEqualTo(before + 1);
    }

    @Test
    void theValidityOfAnUnknownTokenIsFalse() {
        Answer answer =
                auth.get("/_matrix/client/v1/register/m.login.registration_token/validity?token=x")
                        .isOk();

        assertThat(answer.body().bool("valid")).hasValue(false);
    }
}
