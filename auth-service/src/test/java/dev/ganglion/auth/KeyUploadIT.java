package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.UPLOAD;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKey;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Client-server API, "Uploading keys". */
class KeyUploadIT extends AuthServiceIT {
    private Device alice;

    @BeforeEach
    void aDevice() {
        alice = Device.of(auth.registered());
    }

    @Test
    void allKindsOfKeysAreUploadedAtOnce() {
        Answer answer =
                alice.session()
                        .post(
                                UPLOAD,
                                JsonObject.builder()
                                        .put("device_keys", alice.keys())
                                        .put("one_time_keys", oneTimeKeys(alice.user(), "A", 5))
                                        .put("fallback_keys", oneTimeKeys(alice.user(), "F", 1))
                                        .build()
                                        .toString())
                        .isOk();

        assertThat(answer.body())
                .isEqualTo(
                        Json.parseObject("{\"one_time_key_counts\": {\"signed_curve25519\": 5}}"));
        assertThat(alice.session().post(UPLOAD, "{}").isOk().body()).isEqualTo(answer.body());
        assertThat(at(alice.queries(alice.user()), "device_keys", alice.user(), alice.id()))
                .isEqualTo(alice.keys());
    }

    @Test
    void theSameAgainChangesNothing() {
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 3)).isOk();

        Answer again = alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 4)).isOk();

        assertThat(at(again.body(), "one_time_key_counts").integer("signed_curve25519"))
                .hasValue(4L);
    }

    @Test
    void anotherKeyOfTheSameIdIsRefused() {
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 1)).isOk();

        JsonObject other =
                JsonObject.EMPTY
                        .with("signed_curve25519:A0000", oneTimeKey(alice.user(), 99))
                        .with("signed_curve25519:B0000", oneTimeKey(alice.user(), 0));
        alice.uploads("one_time_keys", other).isRefused(400, "M_INVALID_PARAM");

        assertThat(at(alice.session().post(UPLOAD, "{}").body(), "one_time_key_counts"))
                .isEqualTo(Json.parseObject("{\"signed_curve25519\": 1}"));
    }

    @Test
    void anotherIdentityDropsTheKeysOfTheFormer() {
        alice.uploads("device_keys", alice.keys()).isOk();
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 3)).isOk();
        alice.uploads("fallback_keys", oneTimeKeys(alice.user(), "F", 1)).isOk();

        Device again =
                new Device(alice.session(), alice.user(), alice.id(), EncryptionKeys.fresh());
        Answer answer = again.uploads("device_keys", again.keys()).isOk();

        assertThat(answer.body().object("one_time_key_counts")).hasValue(JsonObject.EMPTY);
        assertThat(again.claims(alice.user(), alice.id())).isEqualTo(JsonObject.EMPTY);
        assertThat(at(again.queries(alice.user()), "device_keys", alice.user(), alice.id()))
                .isEqualTo(again.keys());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"device_keys": 1} | M_BAD_JSON
                    {"device_keys": {}} | M_BAD_JSON
                    {"one_time_keys": []} | M_BAD_JSON
                    {"one_time_keys": {"signed_curve25519:A": 1}} | M_BAD_JSON
                    {"one_time_keys": {"signed_curve25519:A": "plain"}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519:A": {"key": 1, "signatures": {}}}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519:A": {"key": "k"}}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519:A": {"key": "k", "signatures": {"@a:b": 1}}}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519:A": {"key": "k", "signatures": {"@a:b": {"x": 1}}}}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519:A": {"key": "k", "signatures": {}, "fallback": 1}}} | M_BAD_JSON
                    {"one_time_keys": {"curve25519": "k"}} | M_INVALID_PARAM
                    {"one_time_keys": {":A": "k"}} | M_INVALID_PARAM
                    {"one_time_keys": {"curve25519:": "k"}} | M_INVALID_PARAM
                    {"one_time_keys": {"curve25519:A": null}} | M_BAD_JSON
                    {"fallback_keys": {"x:A": "k", "x:B": "k"}} | M_INVALID_PARAM
                    {"one_time_keys": {"x:A": {"key": "k", "signatures": {}, "n": 1.5}}} | M_BAD_JSON
                    []  | M_BAD_JSON
                    { | M_NOT_JSON
                    """)
    void a17WhatAreNoKeysIsRefused(String body, String errcode) {
        alice.session().post(UPLOAD, body).isRefused(400, errcode);
    }

    @Test
    void a17KeysOfOthersAreRefusedAndNothingIsStored() {
        Device bob = Device.of(auth.registered());
        refused(bob.keys(), "M_INVALID_PARAM");
        refused(EncryptionKeys.deviceKeys(alice.user(), "OTHER", alice.key()), "M_INVALID_PARAM");
        refused(alice.keys().with("keys", JsonObject.of("ed25519:OTHER", "x")), "M_INVALID_PARAM");
        refused(
                alice.keys()
                        .with(
                                "keys",
                                JsonObject.EMPTY.with("ed25519:" + alice.id(), new JsonNumber(1))),
                "M_BAD_JSON");
        refused(alice.keys().with("algorithms", JsonObject.EMPTY), "M_BAD_JSON");
        refused(alice.keys().with("signatures", new JsonNumber(1)), "M_BAD_JSON");
        refused(alice.keys().with("user_id", new JsonNumber(1)), "M_BAD_JSON");

        assertThat(count("device_key where user_id = '" + alice.user() + "'")).isZero();
        assertThat(count("one_time_key where user_id = '" + alice.user() + "'")).isZero();
    }

    @Test
    void a17KeysThatTheDeviceHasNotSignedAreRefused() {
        JsonObject unsigned =
                EncryptionKeys.unsignedDeviceKeys(alice.user(), alice.id(), alice.key());
        refused(unsigned.with("signatures", JsonObject.EMPTY), "M_INVALID_SIGNATURE");
        refused(
                EncryptionKeys.signed(unsigned, alice.user(), alice.id(), EncryptionKeys.fresh()),
                "M_INVALID_SIGNATURE");
        refused(alice.keys().with("added", new JsonNumber(1)), "M_INVALID_SIGNATURE");
    }

    @Test
    void a17HugeKeysAreRefused() {
        alice.session()
                .post(
                        UPLOAD,
                        "{\"one_time_keys\": {\"curve25519:A\": \"" + "x".repeat(9_000) + "\"}}")
                .isRefused(413, "M_TOO_LARGE");
        JsonObject huge =
                EncryptionKeys.unsignedDeviceKeys(alice.user(), alice.id(), alice.key())
                        .with("more", Json.parse("\"" + "x".repeat(40_000) + "\""));
        alice.uploads(
                        "device_keys",
                        EncryptionKeys.signed(huge, alice.user(), alice.id(), alice.key()))
                .isRefused(413, "M_TOO_LARGE");
    }

    @Test
    void d10ADeviceKeepsSoManyOneTimeKeys() {
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 250)).isOk();

        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "B", 1))
                .isRefused(413, "M_TOO_LARGE");
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 10)).isOk();

        assertThat(count("one_time_key where user_id = '" + alice.user() + "'")).isEqualTo(250);
    }

    @Test
    void d10ADeviceHasKeysOfTenAlgorithms() {
        JsonObject.Builder keys = JsonObject.builder();
        for (int i = 0; i < 11; i++) {
            keys.put("algorithm" + i + ":A", "key");
        }
        alice.uploads("one_time_keys", keys.build()).isRefused(413, "M_TOO_LARGE");
        alice.uploads("fallback_keys", keys.build()).isRefused(413, "M_TOO_LARGE");
    }

    @Test
    void aRequesterWithoutADeviceUploadsNothing() {
        Requester requester =
                new Requester(
                        UserId.parse(alice.user()),
                        Optional.empty(),
                        false,
                        false,
                        Optional.of("hash"),
                        Optional.of("irc"));

        auth.send(
                        HttpMethod.POST,
                        UPLOAD,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        tokens.forRequester(requester))
                .isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void aDeviceWhoseIdIsAKeyForCrossSigningHasNoKeys() {
        Identity identity = Identity.of(alice.user());
        alice.session().post(EncryptionKeys.CROSS_SIGNING, identity.upload().toString()).isOk();
        AuthDriver.Session other =
                auth.as(
                        auth.login(
                                        alice.user(),
                                        AuthDriver.PASSWORD,
                                        ", \"device_id\": \"%s\""
                                                .formatted(
                                                        EncryptionKeys.publicKey(
                                                                identity.master())))
                                .isOk()
                                .string("access_token"));
        Device clash = Device.of(other);

        clash.uploads("device_keys", clash.keys()).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aSignatureByTheSelfSigningKeyComesWithTheDevicesKeys() {
        Identity identity = Identity.of(alice.user());
        alice.session().post(EncryptionKeys.CROSS_SIGNING, identity.upload().toString()).isOk();
        JsonObject signed = EncryptionKeys.signed(alice.keys(), alice.user(), identity.self());
        JsonObject withMore =
                EncryptionKeys.signed(signed, alice.user(), "NOBODY", EncryptionKeys.fresh());

        alice.uploads("device_keys", withMore).isOk();

        Device bob = Device.of(auth.registered());
        assertThat(at(bob.queries(alice.user()), "device_keys", alice.user(), alice.id()))
                .isEqualTo(signed);
    }

    @Test
    void uploadsClaimsAndLogoutsAtOnceEndWithoutAnyFailureOfOurs() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            devices.add(Device.known(alice.session().onAnotherDevice()));
        }
        List<Callable<Answer>> calls = new ArrayList<>();
        for (Device device : devices) {
            for (int n = 0; n < 5; n++) {
                String prefix = "N" + n;
                calls.add(
                        () ->
                                device.uploads(
                                        "one_time_keys", oneTimeKeys(alice.user(), prefix, 5)));
                calls.add(
                        () ->
                                alice.session()
                                        .post(
                                                EncryptionKeys.CLAIM,
                                                "{\"one_time_keys\": {\"%s\": {\"%s\": \"signed_curve25519\"}}}"
                                                        .formatted(alice.user(), device.id())));
            }
            calls.add(() -> device.session().post(AuthDriver.V3 + "logout", "{}"));
        }

        List<Integer> statuses =
                Flux.fromIterable(calls)
                        .flatMap(
                                call ->
                                        Mono.fromCallable(call)
                                                .subscribeOn(Schedulers.boundedElastic()),
                                16)
                        .map(Answer::status)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(statuses).hasSize(66).allMatch(status -> status == 200 || status == 401);
        assertThat(count("device_key where user_id = '" + alice.user() + "'")).isZero();
        assertThat(count("one_time_key where user_id = '" + alice.user() + "'")).isZero();
    }

    private void refused(JsonObject deviceKeys, String errcode) {
        alice.session()
                .post(
                        UPLOAD,
                        JsonObject.builder()
                                .put("device_keys", deviceKeys)
                                .put("one_time_keys", oneTimeKeys(alice.user(), "A", 1))
                                .build()
                                .toString())
                .isRefused(400, errcode);
    }
}
