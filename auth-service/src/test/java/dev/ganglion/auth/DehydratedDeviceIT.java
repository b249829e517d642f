package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.EncryptionKeys.CROSS_SIGNING;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.deviceKeys;
import static dev.ganglion.auth.EncryptionKeys.fresh;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKeys;
import static dev.ganglion.auth.EncryptionKeys.publicKey;
import static dev.ganglion.auth.EncryptionKeys.signed;
import static dev.ganglion.auth.EncryptionKeys.unsignedDeviceKeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Devices that receive keys while nobody is logged in on them. */
class DehydratedDeviceIT extends AuthServiceIT {
    private static final String PATH =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

    private Device alice;

    @BeforeEach
    void aliceIsLoggedIn() {
        alice = Device.known(auth.registered());
    }

    @Test
    void whatWasUploadedIsThereForTheUser() {
        JsonObject uploaded = dehydrated();

        assertThat(put(uploaded).isOk().string("device_id")).isEqualTo(id(uploaded));

        JsonObject got = alice.session().get(PATH).isOk().body();
        assertThat(got.string("device_id")).contains(id(uploaded));
        assertThat(got.object("device_data")).isEqualTo(uploaded.object("device_data"));
    }

    @Test
    void othersSeeItsKeysAndClaimThem() {
        JsonObject uploaded = dehydrated();
        put(uploaded).isOk();
        Device bob = Device.of(auth.registered());

        JsonObject seen = at(bob.queries(alice.user()), "device_keys", alice.user(), id(uploaded));

        assertThat(seen.bool("dehydrated")).contains(true);
        assertThat(at(seen, "unsigned").string("device_display_name")).contains("Dehydrated");
        assertThat(bob.claims(alice.user(), id(uploaded)).isEmpty()).isFalse();
        assertThat(bob.claims(alice.user(), id(uploaded)).isEmpty()).isFalse();
        assertThat(bob.claims(alice.user(), id(uploaded)).isEmpty()).as("the fallback").isFalse();
    }

    @Test
    void othersAreToldOfItsComingAndGoing() {
        long before = listPosition();
        put(dehydrated()).isOk();
        long came = listPosition();
        assertThat(came).isGreaterThan(before);

        alice.session().delete(PATH, "{}").isOk();
        assertThat(listPosition()).isGreaterThan(came);
    }

    @Test
    void aNewOneTakesThePlaceOfTheOneBefore() {
        JsonObject first = dehydrated();
        JsonObject second = dehydrated();
        put(first).isOk();

        put(second).isOk();

        assertThat(alice.session().get(PATH).string("device_id")).isEqualTo(id(second));
        JsonObject keys = at(alice.queries(alice.user()), "device_keys", alice.user());
        assertThat(keys.keys()).containsExactlyInAnyOrder(alice.id(), id(second));
        put(second).isOk();
        assertThat(alice.session().get(PATH).string("device_id")).isEqualTo(id(second));
    }

    @Test
    void ofManyAtOnceOneIsLeft() {
        List<Integer> statuses =
                IntStream.range(0, 10)
                        .parallel()
                        .mapToObj(_ -> put(dehydrated()).status())
                        .toList();

        assertThat(statuses).containsOnly(200);
        assertThat(count("device where user_id = '" + alice.user() + "'")).isEqualTo(2);
        assertThat(count("device_key where user_id = '" + alice.user() + "'")).isEqualTo(2);
    }

    @Test
    void a17OneWithWrongKeysIsRefusedAndTheOneBeforeStays() {
        JsonObject first = dehydrated();
        put(first).isOk();
        var key = fresh();
        String id = publicKey(key);
        JsonObject unsigned = unsignedDeviceKeys(alice.user(), id, key);
        Identity identity = Identity.of(alice.user());
        alice.session().post(CROSS_SIGNING, identity.upload().toString()).isOk();

        put(body(id, signed(unsigned, alice.user(), id, fresh())))
                .isRefused(400, "M_INVALID_SIGNATURE");
        put(body(id, deviceKeys(alice.user(), "OTHER", key))).isRefused(400, "M_INVALID_PARAM");
        String master = publicKey(identity.master());
        put(body(master, deviceKeys(alice.user(), master, identity.master())))
                .isRefused(403, "M_FORBIDDEN");
        put(body(id, deviceKeys("@bob:test.local", id, key))).isRefused(400, "M_INVALID_PARAM");

        assertThat(alice.session().get(PATH).string("device_id")).isEqualTo(id(first));
        JsonObject keys = at(alice.queries(alice.user()), "device_keys", alice.user());
        assertThat(keys.keys()).containsExactlyInAnyOrder(alice.id(), id(first));
    }

    @Test
    void d01WhatIsNoDeviceIsRefused() {
        JsonObject good = dehydrated();
        JsonString text = new JsonString("text");

        put(good.without("device_id")).isRefused(400, "M_MISSING_PARAM");
        put(good.without("device_data")).isRefused(400, "M_MISSING_PARAM");
        put(good.without("device_keys")).isRefused(400, "M_MISSING_PARAM");
        put(good.with("device_data", JsonObject.EMPTY)).isRefused(400, "M_MISSING_PARAM");
        put(good.with("device_data", text)).isRefused(400, "M_BAD_JSON");
        put(good.with("device_id", JsonObject.EMPTY)).isRefused(400, "M_BAD_JSON");
        put(good.with("one_time_keys", text)).isRefused(400, "M_BAD_JSON");
        put(good.with("initial_device_display_name", new JsonString("x".repeat(101))))
                .isRefused(400, "M_INVALID_PARAM");
        assertThat(alice.session().get(PATH).status()).isEqualTo(404);
    }

    @Test
    void d10WhatRevivesItHasALimit() {
        JsonObject data =
                JsonObject.builder()
                        .put("algorithm", "m.dehydration.v1.olm")
                        .put("device_pickle", "x".repeat(131_072))
                        .build();

        put(dehydrated().with("device_data", data)).isRefused(413, "M_TOO_LARGE");
    }

    @Test
    void a16ADeviceThatSomebodyIsLoggedInOnIsNotReplaced() {
        put(body(alice.id(), alice.keys())).isRefused(403, "M_FORBIDDEN");

        auth.resolve(alice.session().accessToken()).isOk();
        alice.session().get(PATH).isRefused(404, "M_NOT_FOUND");
    }

    @Test
    void a16NobodyElseSeesOrDeletesIt() {
        put(dehydrated()).isOk();
        AuthDriver.Session bob = auth.registered();

        bob.get(PATH).isRefused(404, "M_NOT_FOUND");
        bob.delete(PATH, "{}").isRefused(404, "M_NOT_FOUND");
        alice.session().get(PATH).isOk();
    }

    @Test
    void nobodyLogsInOnIt() {
        JsonObject uploaded = dehydrated();
        put(uploaded).isOk();

        auth.login(alice.user(), PASSWORD, ", \"device_id\": \"" + id(uploaded) + "\"")
                .isRefused(403, "M_FORBIDDEN");

        assertThat(count("access_token where device_id = '" + id(uploaded) + "'")).isZero();
        alice.session().get(PATH).isOk();
    }

    @Test
    void itIsNoSession() {
        put(dehydrated()).isOk();

        assertThat(alice.session().get(V3 + "devices").isOk().body().array("devices").orElseThrow())
                .hasSize(1);
        assertThat(
                        alice.session()
                                .get(V3 + "admin/whois/" + alice.user())
                                .isOk()
                                .body()
                                .object("devices")
                                .orElseThrow()
                                .keys())
                .containsExactly(alice.id());
    }

    @Test
    void itOutlivesLogoutsAndANewPassword() {
        JsonObject uploaded = dehydrated();
        put(uploaded).isOk();
        AuthDriver.Session other = alice.session().onAnotherDevice();

        other.post(
                        V3 + "account/password",
                        "{\"new_password\": \"another password\", \"auth\": %s}"
                                .formatted(other.passwordAuth()))
                .isOk();
        other.post(V3 + "logout/all", "{}").isOk();

        String token = auth.login(alice.user(), "another password").isOk().string("access_token");
        assertThat(auth.as(token).get(PATH).isOk().string("device_id")).isEqualTo(id(uploaded));
    }

    @Test
    void aUserMayDeleteItLikeAnyDevice() {
        JsonObject uploaded = dehydrated();
        put(uploaded).isOk();

        alice.session()
                .post(
                        V3 + "delete_devices",
                        "{\"devices\": [\"%s\"], \"auth\": %s}"
                                .formatted(id(uploaded), alice.session().passwordAuth()))
                .isOk();

        alice.session().get(PATH).isRefused(404, "M_NOT_FOUND");
        alice.session().delete(PATH, "{}").isRefused(404, "M_NOT_FOUND");
    }

    @Test
    void itEndsWithTheAccount() {
        put(dehydrated()).isOk();

        alice.session()
                .post(
                        V3 + "account/deactivate",
                        "{\"auth\": " + alice.session().passwordAuth() + "}")
                .isOk();

        assertThat(count("device where user_id = '" + alice.user() + "'")).isZero();
    }

    private Answer put(JsonObject body) {
        return alice.session().put(PATH, body.toString());
    }

    private JsonObject dehydrated() {
        var key = fresh();
        String id = publicKey(key);
        JsonObject keys =
                unsignedDeviceKeys(alice.user(), id, key).with("dehydrated", JsonBoolean.of(true));
        return body(id, signed(keys, alice.user(), id, key));
    }

    private JsonObject body(String id, JsonObject keys) {
        return JsonObject.builder()
                .put("device_id", id)
                .put(
                        "device_data",
                        Json.parseObject(
                                """
                                {"algorithm": "org.matrix.msc3814.v2", "device_pickle": "abc", "nonce": [1]}
                                """))
                .put("initial_device_display_name", "Dehydrated")
                .put("device_keys", keys)
                .put("one_time_keys", oneTimeKeys(alice.user(), "A", 2))
                .put("fallback_keys", oneTimeKeys(alice.user(), "F", 1))
                .build();
    }

    private static String id(JsonObject uploaded) {
        return uploaded.string("device_id").orElseThrow();
    }

    private long listPosition() {
        return database.sql(
                        "select coalesce(max(position), 0) from auth.device_list_change where user_id = '%s'"
                                .formatted(alice.user()))
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(0L);
    }
}
