package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.QUERY;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.publicKey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.List;
import java.util.Map;

/**
 * Client-server API, "OAuth authentication": whoever came by OAuth replaces keys after having
 * allowed it on the account's page.
 */
class CrossSigningResetIT extends OAuthServiceIT {
    private static final String PAGE = "/_ganglion/account?action=org.matrix.cross_signing_reset";

    private final String name = freshName();
    private WebBrowser browser;
    private AuthDriver.Session session;
    private Identity first;
    private Identity second;

    @BeforeEach
    void aUserOfAnAppHasKeys() {
        browser = browserOf(name);
        session = auth.as(app().signedIn(browser, "RESETDEVICE").string("access_token"));
        first = Identity.of(session.userId());
        second = Identity.of(session.userId());
        uploads(first, null).isOk();
    }

    @Test
    void a17ReplacingKeysAsksForLeaveOnThePageAndForNothingElse() {
        Answer asked = uploads(second, null).asksForStages();

        assertThat(asked.body().array("flows").orElseThrow())
                .isEqualTo(
                        Json.parse(
                                """
                                [{"stages": ["m.oauth"]},
                                 {"stages": ["org.matrix.cross_signing_reset"]}]
                                """));
        JsonObject params = asked.body().object("params").orElseThrow();
        for (String stage : List.of("m.oauth", "org.matrix.cross_signing_reset")) {
            assertThat(params.object(stage).orElseThrow().string("url"))
                    .hasValue(WebBrowser.ORIGIN + PAGE);
        }
        uploads(second, session.passwordAuth()).asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(masterKey()).isEqualTo(publicKey(first.master()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"session\": \"SESSION\"}",
                "{\"session\": \"SESSION\", \"type\": \"m.oauth\"}",
                "{\"session\": \"SESSION\", \"type\": \"org.matrix.cross_signing_reset\"}",
                "{\"type\": \"org.matrix.cross_signing_reset\"}"
            })
    void onceItIsAllowedTheRequestSucceedsHoweverItIsRepeated(String form) {
        String id = uploads(second, null).asksForStages().string("session");
        String auth = form.isEmpty() ? null : form.replace("SESSION", id);
        uploads(second, auth).asksForStages();

        allows(browser);

        uploads(second, auth).isOk();
        assertThat(masterKey()).isEqualTo(publicKey(second.master()));
        uploads(second, auth).isOk();
    }

    @Test
    void a17LeaveIsGoodForOneReplacementAlone() {
        allows(browser);
        uploads(first, null).isOk();
        uploads(second, null).isOk();

        uploads(Identity.of(session.userId()), null).asksForStages();
        assertThat(masterKey()).isEqualTo(publicKey(second.master()));
    }

    @Test
    void a17OfManyWithOneLeaveOneReplacesTheKeys() {
        allows(browser);

        List<Answer> answers =
                Flux.range(0, 8)
                        .flatMap(
                                _ ->
                                        Mono.fromCallable(
                                                        () ->
                                                                uploads(
                                                                        Identity.of(first.user()),
                                                                        null))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                8)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(7);
    }

    @Test
    void a17LeaveEndsAfterItsTime() {
        allows(browser);
        sql(
                "update auth.cross_signing_reset set permitted_until = now() where user_id = '"
                        + session.userId()
                        + "'");

        uploads(second, null).asksForStages();
        assertThat(masterKey()).isEqualTo(publicKey(first.master()));
    }

    @Test
    void a17LeaveOfOneUserIsNoneForAnother() {
        allows(browserOf(freshName()));

        uploads(second, null).asksForStages();
    }

    @Test
    void leaveIsNotUsedUpByKeysThatAreRefused() {
        allows(browser);
        JsonObject forged =
                second.upload()
                        .with("self_signing_key", Identity.of(session.userId()).selfSigningKey());
        session.post(CROSS_SIGNING, forged.toString()).isRefused(400, "M_INVALID_SIGNATURE");

        uploads(second, null).isOk();
    }

    @Test
    void a17ALoginByTheOlderApiTakesThePasswordAsEver() {
        AuthDriver.Session older =
                auth.as(auth.login(name, AuthDriver.PASSWORD).isOk().string("access_token"));
        allows(browser);

        Answer asked = older.post(CROSS_SIGNING, second.upload().toString()).asksForStages();
        assertThat(asked.body().array("flows").orElseThrow())
                .isEqualTo(Json.parse("[{\"stages\": [\"m.login.password\"]}]"));
        older.post(
                        CROSS_SIGNING,
                        second.upload().with("auth", Json.parse(older.passwordAuth())).toString())
                .isOk();
    }

    @Test
    void whatIsNoAnswerToAStageIsRefused() {
        session.post(CROSS_SIGNING, second.upload().with("auth", Json.parse("1")).toString())
                .isRefused(400, "M_BAD_JSON");
        uploads(second, "{\"session\": 1}").isRefused(400, "M_BAD_JSON");
        uploads(second, "{\"type\": []}").isRefused(400, "M_BAD_JSON");
        uploads(second, "{\"session\": \"nobody's\"}").isRefused(401, "M_FORBIDDEN");
    }

    private void allows(WebBrowser where) {
        WebBrowser.Shown page = where.get(PAGE).isPage();
        where.submit("/_ganglion/account/cross-signing-reset", page, Map.of()).isPage();
    }

    private Answer uploads(Identity identity, @Nullable String auth) {
        JsonObject upload = identity.upload();
        return session.post(
                CROSS_SIGNING,
                (auth == null ? upload : upload.with("auth", Json.parse(auth))).toString());
    }

    private String masterKey() {
        JsonObject queried =
                session.post(QUERY, "{\"device_keys\": {\"%s\": []}}".formatted(first.user()))
                        .isOk()
                        .body();
        JsonObject keys = at(queried, "master_keys", first.user(), "keys");
        return keys.string(keys.keys().iterator().next()).orElseThrow();
    }
}
