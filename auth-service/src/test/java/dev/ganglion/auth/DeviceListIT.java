package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.SIGNATURES;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKeys;
import static dev.ganglion.auth.EncryptionKeys.publicKey;
import static dev.ganglion.auth.EncryptionKeys.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import reactor.core.Disposable;

import java.util.concurrent.atomic.AtomicInteger;

/** What sync-service is told of devices and their keys. */
class DeviceListIT extends AuthServiceIT {
    @Autowired private Bus bus;
    private Device alice;

    @BeforeEach
    void aDeviceWithKeys() {
        alice = Device.known(auth.registered());
    }

    @Test
    void firstKeysAreAChangeAndTheSameAgainAreNone() {
        long first = listPosition();
        assertThat(first).isPositive();

        alice.uploads("device_keys", alice.keys()).isOk();
        assertThat(listPosition()).isEqualTo(first);

        Device again =
                new Device(alice.session(), alice.user(), alice.id(), EncryptionKeys.fresh());
        again.uploads("device_keys", again.keys()).isOk();
        assertThat(listPosition()).isGreaterThan(first);
    }

    @Test
    void aNewNameIsAChangeAndTheSameNameIsNone() {
        String path = V3 + "devices/" + alice.id();
        long before = listPosition();

        alice.session().put(path, "{\"display_name\": \"Phone\"}").isOk();
        long renamed = listPosition();
        assertThat(renamed).isGreaterThan(before);
        alice.session().put(path, "{\"display_name\": \"Phone\"}").isOk();
        assertThat(listPosition()).isEqualTo(renamed);
    }

    @Test
    void theEndOfADeviceIsAChangeByWhateverDoor() {
        Device first = Device.known(alice.session().onAnotherDevice());
        Device second = Device.known(alice.session().onAnotherDevice());
        Device third = Device.known(alice.session().onAnotherDevice());
        Device fourth = Device.known(alice.session().onAnotherDevice());

        isAChange(() -> first.session().post(V3 + "logout", "{}").isOk());
        isAChange(
                () ->
                        alice.session()
                                .delete(
                                        V3 + "devices/" + second.id(),
                                        "{\"auth\": " + alice.session().passwordAuth() + "}")
                                .isOk());
        isAChange(
                () ->
                        alice.session()
                                .post(
                                        V3 + "delete_devices",
                                        "{\"devices\": [\"%s\"], \"auth\": %s}"
                                                .formatted(
                                                        third.id(), alice.session().passwordAuth()))
                                .isOk());
        isAChange(
                () ->
                        alice.session()
                                .post(
                                        V3 + "account/password",
                                        "{\"new_password\": \"another password\", \"auth\": %s}"
                                                .formatted(alice.session().passwordAuth()))
                                .isOk());
        auth.resolve(fourth.session().accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        isAChange(() -> alice.session().post(V3 + "logout/all", "{}").isOk());
        assertThat(count("device_key where user_id = '" + alice.user() + "'")).isZero();
        assertThat(count("one_time_key where user_id = '" + alice.user() + "'")).isZero();
    }

    @Test
    void aDeactivationIsAChange() {
        isAChange(
                () ->
                        alice.session()
                                .post(
                                        V3 + "account/deactivate",
                                        "{\"auth\": " + alice.session().passwordAuth() + "}")
                                .isOk());
    }

    @Test
    void devicesWithoutKeysAreNobodysConcern() {
        AuthDriver.Session plain = alice.session().onAnotherDevice();
        long before = listPosition();

        plain.put(V3 + "devices/" + plain.deviceId(), "{\"display_name\": \"Plain\"}").isOk();
        plain.post(V3 + "logout", "{}").isOk();

        assertThat(listPosition()).isEqualTo(before);
    }

    @Test
    void crossSigningKeysAndOwnSignaturesAreChanges() {
        Identity identity = Identity.of(alice.user());
        isAChange(() -> alice.session().post(CROSS_SIGNING, identity.upload().toString()).isOk());
        JsonObject device = signed(alice.keys(), alice.user(), identity.self());
        String signatures =
                EncryptionKeys.body(alice.user(), JsonObject.EMPTY.with(alice.id(), device));

        isAChange(() -> alice.session().post(SIGNATURES, signatures).isOk());

        long before = listPosition();
        alice.session().post(SIGNATURES, signatures).isOk();
        alice.session().post(CROSS_SIGNING, identity.upload().toString()).isOk();
        assertThat(listPosition()).as("after the same again").isEqualTo(before);
    }

    @Test
    void aSignatureOnAnothersKeyIsAChangeToItsMakerAlone() {
        Device bob = Device.known(auth.registered());
        Identity ofAlice = Identity.of(alice.user());
        Identity ofBob = Identity.of(bob.user());
        alice.session().post(CROSS_SIGNING, ofAlice.upload().toString()).isOk();
        bob.session().post(CROSS_SIGNING, ofBob.upload().toString()).isOk();
        long before = listPosition();
        long beforeOfBob = listPosition(bob);

        JsonObject master = signed(ofBob.masterKey(), alice.user(), ofAlice.others());
        String signatures =
                EncryptionKeys.body(
                        bob.user(), JsonObject.EMPTY.with(publicKey(ofBob.master()), master));
        alice.session().post(SIGNATURES, signatures).isOk();

        assertThat(count("key_signature where target_user_id = '" + bob.user() + "'")).isOne();
        assertThat(listPosition()).isEqualTo(before);
        assertThat(listPosition(bob)).isEqualTo(beforeOfBob);
        long signed = signaturePosition(alice, bob);
        assertThat(signed).isGreaterThan(Math.max(before, beforeOfBob));
        assertThat(signaturePosition(bob, alice)).isZero();
        alice.session().post(SIGNATURES, signatures).isOk();
        assertThat(signaturePosition(alice, bob)).as("after the same again").isEqualTo(signed);
    }

    @Test
    void aDeviceIsToldOfTheNumberOfItsKeys() {
        assertThat(keyPosition()).isZero();

        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 1)).isOk();
        long uploaded = keyPosition();
        assertThat(uploaded).isPositive();
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 1)).isOk();
        assertThat(keyPosition()).as("after the same again").isEqualTo(uploaded);
        alice.uploads("fallback_keys", oneTimeKeys(alice.user(), "F", 1)).isOk();
        long fallback = keyPosition();
        assertThat(fallback).isGreaterThan(uploaded);

        alice.claims(alice.user(), alice.id());
        long claimed = keyPosition();
        assertThat(claimed).isGreaterThan(fallback);
        alice.claims(alice.user(), alice.id());
        long used = keyPosition();
        assertThat(used).as("after the fallback key was used first").isGreaterThan(claimed);
        alice.claims(alice.user(), alice.id());
        assertThat(keyPosition()).as("after it was used again").isEqualTo(used);
    }

    @Test
    void aHintFollowsTheCommit() {
        AtomicInteger hints = new AtomicInteger();
        Disposable listening =
                bus.messages(Channel.DEVICE_LISTS).subscribe(_ -> hints.incrementAndGet());

        // What is published before the subscription stands is not heard.
        await().until(
                        () -> {
                            alice.uploads(
                                    "one_time_keys",
                                    oneTimeKeys(alice.user(), "A" + hints + System.nanoTime(), 1));
                            return hints.get() > 0;
                        });

        listening.dispose();
    }

    private void isAChange(Runnable action) {
        long before = listPosition();
        action.run();
        assertThat(listPosition()).isGreaterThan(before);
    }

    private long listPosition() {
        return listPosition(alice);
    }

    private long listPosition(Device device) {
        return position(
                "select coalesce(max(position), 0) from auth.device_list_change where user_id = '%s'"
                        .formatted(device.user()));
    }

    private long signaturePosition(Device signer, Device target) {
        return position(
                "select coalesce(max(position), 0) from auth.user_signature_change where signer_user_id = '%s' and target_user_id = '%s'"
                        .formatted(signer.user(), target.user()));
    }

    private long keyPosition() {
        return position(
                "select coalesce(max(position), 0) from auth.device_key_change where user_id = '%s' and device_id = '%s'"
                        .formatted(alice.user(), alice.id()));
    }

    private long position(String query) {
        return database.sql(query).mapValue(Long.class).one().blockOptional().orElse(0L);
    }
}
