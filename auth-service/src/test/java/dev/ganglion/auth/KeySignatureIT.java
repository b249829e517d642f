package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.SIGNATURES;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.fresh;
import static dev.ganglion.auth.EncryptionKeys.publicKey;
import static dev.ganglion.auth.EncryptionKeys.signed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client-server API, "Cross-signing": what a user's keys have signed. */
class KeySignatureIT extends AuthServiceIT {
    private Device alice;
    private Device bob;
    private Identity ofAlice;
    private Identity ofBob;

    @BeforeEach
    void twoUsers() {
        alice = Device.known(auth.registered());
        bob = Device.known(auth.registered());
        ofAlice = Identity.of(alice.user());
        ofBob = Identity.of(bob.user());
        alice.session().post(CROSS_SIGNING, ofAlice.upload().toString()).isOk();
        bob.session().post(CROSS_SIGNING, ofBob.upload().toString()).isOk();
    }

    @Test
    void everybodySeesWhatUsersSignedOfTheirOwnDevices() {
        JsonObject device = signed(alice.keys(), alice.user(), ofAlice.self());

        assertThat(signs(alice, alice.user(), alice.id(), device)).isEqualTo(JsonObject.EMPTY);

        assertThat(device(bob)).isEqualTo(device);
        assertThat(device(alice)).isEqualTo(device);
    }

    @Test
    void everybodySeesWhatDevicesSignedOfTheirMasterKey() {
        JsonObject master = signed(ofAlice.masterKey(), alice.user(), alice.id(), alice.key());

        assertThat(signs(alice, alice.user(), publicKey(ofAlice.master()), master))
                .isEqualTo(JsonObject.EMPTY);

        assertThat(master(bob, alice)).isEqualTo(master);
    }

    @Test
    void onlyTheSignerSeesWhatIsSignedOfOthers() {
        Device carol = Device.of(auth.registered());
        JsonObject master = signed(ofBob.masterKey(), alice.user(), ofAlice.others());

        assertThat(signs(alice, bob.user(), publicKey(ofBob.master()), master))
                .isEqualTo(JsonObject.EMPTY);

        assertThat(at(master(alice, bob), "signatures", alice.user()))
                .isEqualTo(at(master, "signatures", alice.user()));
        for (Device other : new Device[] {bob, carol}) {
            assertThat(at(master(other, bob), "signatures").has(alice.user())).isFalse();
        }
    }

    @Test
    void invalidSignaturesAreFailures() {
        JsonObject bare = alice.keys().without("signatures");
        fails(alice.id(), signed(bare, alice.user(), publicKey(ofAlice.self()), fresh()));
        fails(alice.id(), signed(bare, alice.user(), ofAlice.others()));
        fails(alice.id(), signed(bare, alice.user(), ofAlice.master()));
        fails(alice.id(), signed(bare, bob.user(), ofBob.self()));
        fails(alice.id(), bare);
        String master = publicKey(ofAlice.master());
        fails(master, signed(ofAlice.masterKey(), alice.user(), ofAlice.self()));
        fails(master, signed(ofAlice.masterKey(), alice.user(), alice.id(), fresh()));
        fails(master, signed(ofAlice.masterKey(), alice.user(), "NOBODY", alice.key()));

        assertThat(device(bob)).isEqualTo(alice.keys());
    }

    @Test
    void whatIsGoodIsStoredBesideWhatFails() {
        JsonObject device = signed(alice.keys(), alice.user(), ofAlice.self());
        JsonObject body =
                JsonObject.EMPTY.with(
                        alice.user(),
                        JsonObject.EMPTY.with(alice.id(), device).with("UNKNOWN", device));

        JsonObject failures =
                at(alice.session().post(SIGNATURES, body.toString()).isOk().body(), "failures");

        assertThat(at(failures, alice.user()).keys()).containsExactly("UNKNOWN");
        assertThat(at(failures, alice.user(), "UNKNOWN").string("errcode")).hasValue("M_NOT_FOUND");
        assertThat(device(bob)).isEqualTo(device);
    }

    @Test
    void aKeyThatIsNotTheStoredOneIsAFailure() {
        JsonObject other =
                signed(alice.keys().with("more", Json.parse("1")), alice.user(), ofAlice.self());

        JsonObject failures = signs(alice, alice.user(), alice.id(), other);

        assertThat(at(failures, alice.user(), alice.id()).string("errcode"))
                .hasValue("M_INVALID_PARAM");
    }

    @Test
    void a17NobodySignsForOthers() {
        JsonObject device = signed(bob.keys(), alice.user(), ofAlice.others());
        JsonObject master = signed(ofBob.masterKey(), bob.user(), bob.id(), bob.key());
        String key = publicKey(ofBob.self());
        JsonObject self = signed(ofBob.selfSigningKey(), alice.user(), ofAlice.others());

        assertThat(signs(alice, bob.user(), bob.id(), device).isEmpty()).isFalse();
        assertThat(signs(alice, bob.user(), publicKey(ofBob.master()), master).isEmpty()).isFalse();
        assertThat(signs(alice, bob.user(), key, self).isEmpty()).isFalse();
        assertThat(signs(alice, "@far:remote.example", "X", device).isEmpty()).isFalse();

        assertThat(count("key_signature where target_user_id = '" + bob.user() + "'")).isZero();
    }

    @Test
    void theSignaturesOfADeviceGoWithIt() {
        Device other = Device.known(alice.session().onAnotherDevice());
        String master = publicKey(ofAlice.master());
        signs(alice, alice.user(), other.id(), signed(other.keys(), alice.user(), ofAlice.self()));
        signs(
                alice,
                alice.user(),
                master,
                signed(ofAlice.masterKey(), alice.user(), other.id(), other.key()));
        assertThat(signaturesOfAlice()).isEqualTo(2);

        other.session().post(AuthDriver.V3 + "logout", "{}").isOk();

        assertThat(signaturesOfAlice()).isZero();
        assertThat(at(master(bob, alice), "signatures")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void theSignaturesOfAReplacedKeyGoWithIt() {
        signs(alice, alice.user(), alice.id(), signed(alice.keys(), alice.user(), ofAlice.self()));
        signs(
                alice,
                bob.user(),
                publicKey(ofBob.master()),
                signed(ofBob.masterKey(), alice.user(), ofAlice.others()));
        signs(
                bob,
                alice.user(),
                publicKey(ofAlice.master()),
                signed(ofAlice.masterKey(), bob.user(), ofBob.others()));
        assertThat(signaturesOfAlice()).isEqualTo(2);

        JsonObject other =
                Identity.of(alice.user())
                        .upload()
                        .with("auth", Json.parse(alice.session().passwordAuth()));
        alice.session().post(CROSS_SIGNING, other.toString()).isOk();

        assertThat(signaturesOfAlice()).isZero();
        assertThat(count("key_signature where signer_user_id = '" + alice.user() + "'")).isZero();
        assertThat(device(bob)).isEqualTo(alice.keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"@a:b\": 1}", "{\"@a:b\": {\"X\": 1}}"})
    void a17WhatAreNoSignaturesIsRefused(String body) {
        alice.session().post(SIGNATURES, body).isRefused(400, "M_BAD_JSON");
    }

    @Test
    void a17MalformedSignaturesAreFailures() {
        for (String signatures :
                new String[] {"1", "{\"%s\": 1}", "{\"%s\": {\"ed25519:X\": 1}}"}) {
            JsonObject key =
                    alice.keys()
                            .with("signatures", Json.parse(signatures.replace("%s", alice.user())));
            JsonObject failures = signs(alice, alice.user(), alice.id(), key);
            assertThat(at(failures, alice.user(), alice.id()).string("errcode"))
                    .hasValue("M_BAD_JSON");
        }
    }

    @Test
    void d03TooManySignaturesAtOnceAreRefused() {
        JsonObject.Builder keys = JsonObject.builder();
        for (int i = 0; i < 501; i++) {
            keys.put("K" + i, JsonObject.EMPTY);
        }
        alice.session()
                .post(SIGNATURES, EncryptionKeys.body(alice.user(), keys.build()))
                .isRefused(400, "M_INVALID_PARAM");
    }

    private void fails(String identifier, JsonObject key) {
        JsonObject failures = signs(alice, alice.user(), identifier, key);
        assertThat(at(failures, alice.user(), identifier).string("errcode"))
                .as("the failure of %s", key)
                .hasValue("M_INVALID_SIGNATURE");
    }

    private static JsonObject signs(Device signer, String user, String identifier, JsonObject key) {
        JsonObject body = JsonObject.EMPTY.with(user, JsonObject.EMPTY.with(identifier, key));
        return at(signer.session().post(SIGNATURES, body.toString()).isOk().body(), "failures");
    }

    private JsonObject device(Device reader) {
        return at(reader.queries(alice.user()), "device_keys", alice.user(), alice.id());
    }

    private static JsonObject master(Device reader, Device owner) {
        return at(reader.queries(owner.user()), "master_keys", owner.user());
    }

    private long signaturesOfAlice() {
        return count("key_signature where target_user_id = '" + alice.user() + "'");
    }
}
