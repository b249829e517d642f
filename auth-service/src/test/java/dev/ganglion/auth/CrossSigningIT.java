package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.body;
import static dev.ganglion.auth.EncryptionKeys.crossSigningKey;
import static dev.ganglion.auth.EncryptionKeys.fresh;
import static dev.ganglion.auth.EncryptionKeys.publicKey;
import static dev.ganglion.auth.EncryptionKeys.signed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Client-server API, "Cross-signing": uploading the keys. */
class CrossSigningIT extends AuthServiceIT {
    private Device alice;
    private Identity identity;

    @BeforeEach
    void aUser() {
        alice = Device.known(auth.registered());
        identity = Identity.of(alice.user());
    }

    @Test
    void theFirstKeysTakeNoPassword() {
        uploads(identity.upload()).isOk();

        JsonObject shown = alice.queries(alice.user());
        assertThat(at(shown, "master_keys", alice.user()).without("signatures"))
                .isEqualTo(identity.masterKey());
        assertThat(at(shown, "self_signing_keys", alice.user()))
                .isEqualTo(identity.selfSigningKey());
        assertThat(at(shown, "user_signing_keys", alice.user()))
                .isEqualTo(identity.userSigningKey());
    }

    @Test
    void theSameKeysAgainTakeNoPassword() {
        uploads(identity.upload()).isOk();

        uploads(identity.upload()).isOk();
        uploads(JsonObject.EMPTY.with("master_key", identity.masterKey())).isOk();
        uploads(JsonObject.EMPTY).isOk();
    }

    @Test
    void a17OtherKeysTakeThePassword() {
        uploads(identity.upload()).isOk();
        Identity other = Identity.of(alice.user());

        uploads(other.upload()).asksForStages();
        assertThat(masterKey()).isEqualTo(publicKey(identity.master()));
        uploads(other.upload().with("auth", Json.parse(alice.session().passwordAuth("wrong"))))
                .asksForStages()
                .isRefused(401, "M_FORBIDDEN");
        assertThat(masterKey()).isEqualTo(publicKey(identity.master()));
        uploads(other.upload().with("auth", Json.parse(alice.session().passwordAuth()))).isOk();

        assertThat(masterKey()).isEqualTo(publicKey(other.master()));
    }

    @Test
    void a17OfManyFirstUploadsAtOnceOneCounts() {
        List<Answer> answers =
                Flux.range(0, 8)
                        .flatMap(
                                _ ->
                                        Mono.fromCallable(
                                                        () ->
                                                                uploads(
                                                                        Identity.of(alice.user())
                                                                                .upload()))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                8)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(7);
    }

    @Test
    void a17AKeyThatWasMissingTakesThePasswordToo() {
        uploads(JsonObject.EMPTY.with("master_key", identity.masterKey())).isOk();
        JsonObject more = JsonObject.EMPTY.with("self_signing_key", identity.selfSigningKey());

        uploads(more).asksForStages();
        uploads(more.with("auth", Json.parse(alice.session().passwordAuth()))).isOk();

        assertThat(at(alice.queries(alice.user()), "self_signing_keys").keys())
                .containsExactly(alice.user());
    }

    @Test
    void anotherMasterKeyTakesTheOthersWithIt() {
        uploads(identity.upload()).isOk();
        Identity other = Identity.of(alice.user());

        uploads(
                        JsonObject.EMPTY
                                .with("master_key", other.masterKey())
                                .with("auth", Json.parse(alice.session().passwordAuth())))
                .isOk();

        JsonObject shown = alice.queries(alice.user());
        assertThat(at(shown, "self_signing_keys")).isEqualTo(JsonObject.EMPTY);
        assertThat(at(shown, "user_signing_keys")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void anApplicationServiceReplacesKeysWithoutAPassword() {
        Requester requester =
                new Requester(
                        UserId.parse(alice.user()),
                        Optional.empty(),
                        false,
                        false,
                        Optional.of("hash"),
                        Optional.of("irc"));
        uploads(identity.upload()).isOk();
        Identity other = Identity.of(alice.user());

        auth.send(
                        HttpMethod.POST,
                        CROSS_SIGNING,
                        other.upload().toString().getBytes(StandardCharsets.UTF_8),
                        tokens.forRequester(requester))
                .isOk();

        assertThat(masterKey()).isEqualTo(publicKey(other.master()));
    }

    @Test
    void theSignatureOfADeviceComesWithTheMasterKey() {
        JsonObject signed =
                signed(
                        signed(identity.masterKey(), alice.user(), alice.id(), alice.key()),
                        alice.user(),
                        identity.master());
        JsonObject withMore = signed(signed, alice.user(), "NOBODY", fresh());

        uploads(JsonObject.EMPTY.with("master_key", withMore)).isOk();

        assertThat(at(alice.queries(alice.user()), "master_keys", alice.user())).isEqualTo(signed);
    }

    @Test
    void withoutAMasterKeyThereAreNoOthers() {
        uploads(JsonObject.EMPTY.with("self_signing_key", identity.selfSigningKey()))
                .isRefused(400, "M_MISSING_PARAM");
        uploads(JsonObject.EMPTY).isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void a17KeysThatTheMasterKeyHasNotSignedAreRefused() {
        JsonObject unsigned = crossSigningKey(alice.user(), "self_signing", fresh());
        Identity other = Identity.of(alice.user());
        for (JsonObject key :
                List.of(
                        unsigned,
                        other.selfSigningKey(),
                        signed(unsigned, alice.user(), publicKey(identity.master()), fresh()))) {
            uploads(identity.upload().with("self_signing_key", key))
                    .isRefused(400, "M_INVALID_SIGNATURE");
        }
        uploads(
                        identity.upload()
                                .with(
                                        "user_signing_key",
                                        crossSigningKey(alice.user(), "user_signing", fresh())))
                .isRefused(400, "M_INVALID_SIGNATURE");
        uploads(
                        JsonObject.EMPTY.with(
                                "master_key",
                                signed(
                                        identity.masterKey(),
                                        alice.user(),
                                        publicKey(identity.master()),
                                        fresh())))
                .isRefused(400, "M_INVALID_SIGNATURE");
        uploads(
                        JsonObject.EMPTY.with(
                                "master_key",
                                signed(identity.masterKey(), alice.user(), alice.id(), fresh())))
                .isRefused(400, "M_INVALID_SIGNATURE");

        nothingIsStored();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"master_key": 1} | M_BAD_JSON
                    {"master_key": {}} | M_BAD_JSON
                    {"master_key": {"user_id": 1}} | M_BAD_JSON
                    {"master_key": {"user_id": "@me", "usage": "master", "keys": {}}} | M_BAD_JSON
                    {"master_key": {"user_id": "@me", "usage": [1], "keys": {}}} | M_BAD_JSON
                    {"master_key": {"user_id": "@me", "usage": ["master"]}} | M_BAD_JSON
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {"ed25519:x": 1}}} | M_BAD_JSON
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {"ed25519:x": "x"}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {"ed25519:x": "y"}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {"a:x": "x", "b:x": "x"}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@other:test.local", "usage": ["master"], "keys": {}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@me", "usage": ["self_signing"], "keys": {}}} | M_INVALID_PARAM
                    {"master_key": {"user_id": "@me", "usage": ["master"], "keys": {}, "signatures": 1}} | M_BAD_JSON
                    {"auth": 1} | M_BAD_JSON
                    """)
    void a17WhatAreNoKeysIsRefused(String body, String errcode) {
        alice.session()
                .post(CROSS_SIGNING, body.replace("@me", alice.user()))
                .isRefused(400, errcode);

        nothingIsStored();
    }

    @Test
    void a17KeysOfOddFormAreRefused() {
        JsonObject master = identity.masterKey();
        String key = publicKey(identity.master());
        uploads(body("master_key", master.with("keys", JsonObject.of("curve25519:" + key, key))))
                .isRefused(400, "M_INVALID_PARAM");
        uploads(
                        body(
                                "master_key",
                                master.with(
                                        "keys", JsonObject.of("ed25519:" + key + "=", key + "="))))
                .isRefused(400, "M_INVALID_PARAM");
        uploads(body("master_key", master.with("x", Json.parse("\"" + "x".repeat(40_000) + "\""))))
                .isRefused(413, "M_TOO_LARGE");
        uploads(body("master_key", master.with("signatures", new JsonNumber(1))))
                .isRefused(400, "M_BAD_JSON");
        uploads(
                        identity.upload()
                                .with(
                                        "user_signing_key",
                                        signed(
                                                crossSigningKey(
                                                        alice.user(),
                                                        "user_signing",
                                                        identity.self()),
                                                alice.user(),
                                                identity.master())))
                .isRefused(400, "M_INVALID_PARAM");
        nothingIsStored();
    }

    @Test
    void aKeyThatIsTheIdOfADeviceIsRefused() {
        SigningKey master = fresh();
        auth.login(
                        alice.user(),
                        AuthDriver.PASSWORD,
                        ", \"device_id\": \"%s\"".formatted(publicKey(master)))
                .isOk();

        uploads(body("master_key", crossSigningKey(alice.user(), "master", master)))
                .isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aDumpOfTheDatabaseHoldsPublicKeysAlone() {
        uploads(identity.upload()).isOk();

        List<String> stored =
                database.sql(
                                "select convert_from(key, 'UTF8') from auth.cross_signing_key where user_id = '%s'"
                                        .formatted(alice.user()))
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(stored)
                .map(Json::parseObject)
                .allSatisfy(
                        key ->
                                assertThat(key.keys())
                                        .containsExactlyInAnyOrder(
                                                "user_id", "usage", "keys", "signatures"));
        assertThat(stored).noneMatch(key -> key.contains(seed(identity.master())));
    }

    private static String seed(SigningKey key) {
        return key.toFileLine().substring(key.toFileLine().lastIndexOf(' ') + 1);
    }

    private Answer uploads(JsonObject upload) {
        return uploads(upload.toString());
    }

    private Answer uploads(String upload) {
        return alice.session().post(CROSS_SIGNING, upload);
    }

    private String masterKey() {
        return at(alice.queries(alice.user()), "master_keys", alice.user(), "keys")
                .keys()
                .iterator()
                .next()
                .substring("ed25519:".length());
    }

    private void nothingIsStored() {
        assertThat(count("cross_signing_key where user_id = '" + alice.user() + "'")).isZero();
    }
}
