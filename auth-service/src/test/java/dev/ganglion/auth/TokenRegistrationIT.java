package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.nio.charset.StandardCharsets;
import java.util.List;

@GanglionTest(
        properties = {
            "ganglion.registration=token",
            "ganglion.password.memory=64KB",
            "ganglion.services.room.urls=http://127.0.0.1:1"
        })
class TokenRegistrationIT {
    private static final String REGISTER = V3 + "register";
    private static final String ADMIN = "/_synapse/admin/v1/registration_tokens";
    private static final UserId ROOT = UserId.parse("@root:test.local");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    private AuthDriver auth;

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
    }

    private Answer admin(HttpMethod method, String path, @Nullable String json) {
        byte[] body = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        return auth.send(method, ADMIN + path, body, tokens.forAdmin(ROOT));
    }

    private Answer register(String name, String token) {
        return auth.post(
                REGISTER,
                """
                {"username": "%s", "password": "%s", "auth": {"type": "m.login.registration_token", "token": "%s"}}
                """
                        .formatted(name, PASSWORD, token));
    }

    private String token(String json) {
        return admin(HttpMethod.POST, "/new", json).isOk().string("token");
    }

    @Test
    void theFlowIsTheTokenStage() {
        Answer answer = auth.post(REGISTER, "{}").asksForStages();

        assertThat(answer.body().array("flows").orElseThrow().objects())
                .singleElement()
                .satisfies(
                        flow ->
                                assertThat(flow.array("stages").orElseThrow().strings())
                                        .containsExactly("m.login.registration_token"));
        auth.post(REGISTER, "{\"auth\": {\"type\": \"m.login.dummy\"}}")
                .isRefused(401, "M_FORBIDDEN");
    }

    @Test
    void aTokenRegistersAsOftenAsItIsAllowed() {
        String token = token("{\"uses_allowed\": 1}");
        String validity = "/_matrix/client/v1/register/m.login.registration_token/validity?token=";
        assertThat(auth.get(validity + token).body().bool("valid")).hasValue(true);

        register(freshName(), token).isOk();

        register(freshName(), token).asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(auth.get(validity + token).body().bool("valid")).hasValue(false);
        assertThat(admin(HttpMethod.GET, "/" + token, null).body().integer("completed"))
                .hasValue(1L);
    }

    @Test
    void ofManyAtOnceOnlyAsManyRegisterAsAreAllowed() {
        String token = token("{\"uses_allowed\": 2}");

        List<Answer> answers =
                Flux.range(0, 8)
                        .flatMap(
                                _ ->
                                        Mono.fromCallable(() -> register(freshName(), token))
                                                .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(401, 403));
    }

    @Test
    void aFailedRegistrationUsesNothingUp() {
        String token = token("{\"uses_allowed\": 1}");
        String name = freshName();
        register(name, token("{}")).isOk();

        register(name, token).isRefused(400, "M_USER_IN_USE");

        register(freshName(), token).isOk();
    }

    @Test
    void anExpiredTokenIsNotValid() {
        String token = token("{\"token\": \"once-upon-a-time\"}");
        database.sql(
                        "update auth.registration_token set expires_at = now() - interval '1 s' where token = 'once-upon-a-time'")
                .then()
                .block();

        register(freshName(), token).isRefused(401, "M_FORBIDDEN");
    }

    @Test
    void anAdministratorMakesChangesAndDeletesTokens() {
        Answer made =
                admin(
                                HttpMethod.POST,
                                "/new",
                                "{\"token\": \"abc.~_-\", \"uses_allowed\": 5, \"expiry_time\": 4102444800000}")
                        .isOk();
        assertThat(made.body().integer("uses_allowed")).hasValue(5L);
        assertThat(made.body().integer("expiry_time")).hasValue(4_102_444_800_000L);
        assertThat(made.body().integer("pending")).hasValue(0L);

        Answer changed = admin(HttpMethod.PUT, "/abc.~_-", "{\"uses_allowed\": null}").isOk();
        assertThat(changed.body().get("uses_allowed")).hasValue(JsonNull.NULL);
        assertThat(changed.body().integer("expiry_time")).hasValue(4_102_444_800_000L);
        assertThat(admin(HttpMethod.GET, "?valid=true", null).body().toString())
                .contains("abc.~_-");
        assertThat(admin(HttpMethod.GET, "?valid=false", null).body().toString())
                .doesNotContain("abc.~_-");

        admin(HttpMethod.DELETE, "/abc.~_-", null).isOk();
        admin(HttpMethod.GET, "/abc.~_-", null).isRefused(404, "M_NOT_FOUND");
        admin(HttpMethod.PUT, "/abc.~_-", "{}").isRefused(404, "M_NOT_FOUND");
        admin(HttpMethod.DELETE, "/abc.~_-", null).isRefused(404, "M_NOT_FOUND");
    }

    @Test
    void aGeneratedTokenHasTheLengthThatWasAsked() {
        assertThat(token("{}")).hasSize(16);
        assertThat(token("{\"length\": 32}")).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\": \"\"}",
                "{\"token\": \"with space\"}",
                "{\"token\": 5}",
                "{\"length\": 0}",
                "{\"length\": 65}",
                "{\"length\": \"16\"}",
                "{\"uses_allowed\": -1}",
                "{\"uses_allowed\": \"1\"}",
                "{\"uses_allowed\": 9007199254740991}",
                "{\"expiry_time\": 1}",
                "{\"expiry_time\": \"now\"}"
            })
    void aTokenThatCannotBeIsRefused(String json) {
        admin(HttpMethod.POST, "/new", json).isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    void aTokenThatExistsIsNotMadeAgain() {
        token("{\"token\": \"twice\"}");

        admin(HttpMethod.POST, "/new", "{\"token\": \"twice\"}").isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    void a13OthersCannotAdministrateTokens() {
        var user = tokens.forUser(UserId.parse("@eve:test.local"));

        auth.send(HttpMethod.GET, ADMIN, null, user).isRefused(403, "M_FORBIDDEN");
        auth.send(HttpMethod.POST, ADMIN + "/new", "{}".getBytes(StandardCharsets.UTF_8), user)
                .isRefused(403, "M_FORBIDDEN");
        auth.send(HttpMethod.PUT, ADMIN + "/x", "{}".getBytes(StandardCharsets.UTF_8), user)
                .isRefused(403, "M_FORBIDDEN");
        auth.send(HttpMethod.DELETE, ADMIN + "/x", null, user).isRefused(403, "M_FORBIDDEN");
        auth.get(ADMIN).isRefused(401, "M_MISSING_TOKEN");
    }
}
