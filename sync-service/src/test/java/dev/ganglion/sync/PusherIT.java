package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

class PusherIT {
    private static final String URL = "https://push.example.org/_matrix/push/v1/notify";
    private static final String COMPLETE =
            """
            {"kind": "http", "app_id": "org.example.app", "pushkey": "key", "app_display_name": "App",
             "device_display_name": "Phone", "lang": "en", "data": {"url": "%s", "format": "event_id_only", "x": [1]}}
            """
                    .formatted(URL);

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void theyHaveDevices() {
        Suite.shared().devices().has(alice);
        Suite.shared().devices().has(bob);
    }

    @Test
    void whatIsSetIsListed() {
        sets(alice, complete().replace("}}", "},\"profile_tag\":\"t\"}"));

        JsonObject pusher = only(alice);
        assertThat(pusher.without("data"))
                .hasToString(
                        """
                        {"app_display_name":"App","app_id":"org.example.app","device_display_name":"Phone",\
                        "kind":"http","lang":"en","org.matrix.msc3881.device_id":"PHONE",\
                        "org.matrix.msc3881.enabled":true,"profile_tag":"t","pushkey":"%s"}"""
                                .formatted(key));
        assertThat(pusher.object("data").orElseThrow())
                .hasToString(
                        "{\"format\":\"event_id_only\",\"url\":\"%s\",\"x\":[1]}".formatted(URL));
    }

    @Test
    void aPusherWithTheSameKeyIsChanged() {
        sets(alice, complete());
        sets(alice, complete().replace("\"App\"", "\"Other\""));

        assertThat(only(alice).string("app_display_name")).contains("Other");
    }

    @Test
    void aPusherOfAnotherApplicationIsAnother() {
        sets(alice, complete());
        sets(alice, complete().replace("org.example.app", "org.example.other"));

        assertThat(pushers(alice)).hasSize(2);
    }

    @Test
    void noKindTakesThePusherAway() {
        sets(alice, complete());
        sets(bob, complete().replace("\"kind\"", "\"append\": true, \"kind\""));

        sets(alice, removal());
        sets(alice, removal());

        assertThat(pushers(alice)).isEmpty();
        assertThat(pushers(bob)).hasSize(1);
    }

    private String removal() {
        return "{\"kind\":null,\"app_id\":\"org.example.app\",\"pushkey\":\"" + key + "\"}";
    }

    @Test
    void whoHasAKeyLastHasItAlone() {
        sets(alice, complete());
        sets(bob, complete());

        assertThat(pushers(alice)).isEmpty();
        assertThat(pushers(bob)).hasSize(1);
    }

    @Test
    void anAppendedKeyIsSharedWithOthers() {
        sets(alice, complete());
        sets(bob, complete().replace("\"kind\"", "\"append\": true, \"kind\""));

        assertThat(pushers(alice)).hasSize(1);
        assertThat(pushers(bob)).hasSize(1);
    }

    @Test
    void aPusherCanBeSwitchedOff() {
        sets(
                alice,
                complete().replace("\"kind\"", "\"org.matrix.msc3881.enabled\": false, \"kind\""));

        assertThat(only(alice).bool("org.matrix.msc3881.enabled")).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind",
                "app_id",
                "pushkey",
                "app_display_name",
                "device_display_name",
                "lang",
                "data",
            })
    void whatIsRequiredIsMissed(String field) {
        String without = complete().replace("\"" + field + "\"", "\"other\"");

        refuses(alice, without, "M_MISSING_PARAM");
    }

    @Test
    void whatIsNullIsMissing() {
        refuses(alice, complete().replace("\"en\"", "null"), "M_MISSING_PARAM");
        refuses(alice, complete().replace("\"" + URL + "\"", "null"), "M_MISSING_PARAM");
        refuses(alice, complete().replace("\"url\"", "\"uri\""), "M_MISSING_PARAM");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"http\"|7|M_BAD_JSON",
                "\"http\"|\"smoke\"|M_INVALID_PARAM",
                "\"org.example.app\"|[]|M_BAD_JSON",
                "\"org.example.app\"|\"\"|M_INVALID_PARAM",
                "\"App\"|{}|M_BAD_JSON",
                "\"App\"|\"a\\u0000b\"|M_BAD_JSON",
                "\"en\"|1|M_BAD_JSON",
                "[1]|1.5|M_BAD_JSON",
                "\"http\"|\"http\", \"append\": \"yes\"|M_BAD_JSON",
                "\"http\"|\"http\", \"org.matrix.msc3881.enabled\": 1|M_BAD_JSON",
                "\"http\"|\"http\", \"profile_tag\": 1|M_BAD_JSON",
            })
    void whatIsOfAWrongTypeIsRefused(String from, String to, String code) {
        refuses(alice, complete().replace(from, to), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "\"x\"", "null", "", "{"})
    void whatIsNoObjectIsRefused(String body) {
        alice.tries(HttpMethod.POST, "/pushers/set", body).expectStatus().isBadRequest();
    }

    @Test
    void d10WhatIsTooLongIsRefused() {
        String app = "\"org.example.app\"";
        sets(alice, complete().replace(app, "\"" + "ä".repeat(64) + "\""));
        refuses(alice, complete().replace(app, "\"" + "a".repeat(65) + "\""), "M_INVALID_PARAM");
        refuses(alice, complete().replace(key, "k".repeat(513)), "M_INVALID_PARAM");
        refuses(alice, complete().replace(key, "ä".repeat(257)), "M_INVALID_PARAM");
        refuses(
                alice,
                complete().replace("\"App\"", "\"" + "a".repeat(1_001) + "\""),
                "M_INVALID_PARAM");
        alice.tries(
                        HttpMethod.POST,
                        "/pushers/set",
                        complete().replace("[1]", "\"" + "x".repeat(9_000) + "\""))
                .expectStatus()
                .isEqualTo(413);
        assertThat(pushers(alice)).hasSize(1);
    }

    @Test
    void d10AUserHasSoManyPushersAndNoMore() {
        for (int i = 0; i < 100; i++) {
            sets(alice, complete().replace(key, key + i));
        }

        refuses(alice, complete(), "M_INVALID_PARAM");
        sets(alice, complete().replace(key, key + 5));
        assertThat(pushers(alice)).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/_matrix/push/v1/notify",
                "https://push.example.org/",
                "file:///etc/passwd",
                "https://a@push.example.org/_matrix/push/v1/notify",
            })
    void u03AGatewayElsewhereIsRefused(String url) {
        refuses(alice, complete().replace(URL, url), "M_INVALID_PARAM");
    }

    @Test
    void a03APusherGoesWithItsDevice() {
        TestUser tablet = alice.onDevice("TABLET");
        Suite.shared().devices().has(tablet);
        sets(alice, complete());
        sets(tablet, complete().replace(key, key + "2"));

        Suite.shared().devices().deletes(alice);

        assertThat(pushers(tablet)).hasSize(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> stored(key) == 0);
        assertThat(stored(key + "2")).isEqualTo(1);
    }

    @Test
    void a03APusherOfAFormerDeviceIsListedNoMoreAlthoughNobodyHeardOfItsEnd() {
        sets(alice, complete());

        Suite.shared().devices().deletesSilently(alice);
        Suite.shared().devices().has(alice);

        assertThat(pushers(alice)).isEmpty();
    }

    @Test
    void aDeviceThatIsGoneMeanwhileMakesNoPusher() {
        alice.onDevice("NOWHERE")
                .tries(HttpMethod.POST, "/pushers/set", complete())
                .expectStatus()
                .isUnauthorized();
        assertThat(stored(key)).isZero();
    }

    @Test
    void a18AnErasedUserHasNoPushers() {
        sets(alice, complete());

        Suite.shared()
                .tells("auth", "sync", "/internal/users/{user}/erase", alice.id())
                .expectStatus()
                .isOk();

        assertThat(stored(key)).isZero();
    }

    private String complete() {
        return COMPLETE.replace("\"key\"", "\"" + key + "\"");
    }

    private static long stored(String pushkey) {
        return Suite.shared()
                .devices()
                .count("select count(*) from sync.pusher where pushkey = ?", pushkey);
    }

    private static void sets(TestUser user, String body) {
        assertThat(user.sync(HttpMethod.POST, "/pushers/set", body)).isEqualTo(JsonObject.EMPTY);
    }

    private static void refuses(TestUser user, String body, String code) {
        user.tries(HttpMethod.POST, "/pushers/set", body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo(code);
    }

    private static List<JsonObject> pushers(TestUser user) {
        return user.sync(HttpMethod.GET, "/pushers", "")
                .array("pushers")
                .orElseThrow()
                .objects()
                .toList();
    }

    private static JsonObject only(TestUser user) {
        assertThat(pushers(user)).hasSize(1);
        return pushers(user).getFirst();
    }
}
