package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Locale;

/** Pushers of the kind {@code email}, as clients set them. */
class EmailPusherIT {
    private static final String REMOVE = "/internal/users/{user}/pushers/remove";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final String address = address(alice);

    @BeforeEach
    void theyHaveDevices() {
        Suite.shared().devices().has(alice);
        Suite.shared().devices().has(bob);
    }

    @Test
    void anOwnAddressIsSetAndBelongsToNoDevice() {
        sets(alice, address);

        assertThat(only(alice))
                .hasToString(
                        """
                        {"app_display_name":"Email Notifications","app_id":"m.email",\
                        "data":{"brand":"Element"},"device_display_name":"Mail","kind":"email","lang":"en",\
                        "org.matrix.msc3881.enabled":true,"pushkey":"%s"}"""
                                .formatted(address));
    }

    @Test
    void anAddressIsOneHoweverItIsSpelt() {
        sets(alice, address);
        sets(alice, address.toUpperCase(Locale.ROOT));

        assertThat(only(alice).string("pushkey")).contains(address);
        alice.sync(HttpMethod.POST, "/pushers/set", removal(address.toUpperCase(Locale.ROOT)));
        assertThat(pushers(alice)).isEmpty();
    }

    @Test
    void a16AnAddressOfAnotherIsRefusedLikeOneOfNobody() {
        refuses(alice, complete(address(bob)), "M_THREEPID_NOT_FOUND");
        refuses(alice, complete("nobody@mail.example"), "M_THREEPID_NOT_FOUND");
        refuses(alice, complete("no address"), "M_THREEPID_NOT_FOUND");
        assertThat(pushers(alice)).isEmpty();
    }

    @Test
    void withoutMailThereAreNone() {
        refuses(alice, complete(alice.id().localpart() + "@nomail.example"), "M_INVALID_PARAM");
    }

    @Test
    void theApplicationIsTheSpecificationsOne() {
        refuses(alice, complete(address).replace("m.email", "org.example"), "M_INVALID_PARAM");
    }

    @Test
    void whatIsRequiredIsMissed() {
        refuses(alice, complete(address).replace("\"lang\"", "\"other\""), "M_MISSING_PARAM");
        refuses(alice, complete(address).replace("\"data\"", "\"other\""), "M_MISSING_PARAM");
    }

    @Test
    void itStaysWhenItsDeviceIsLoggedOut() {
        sets(alice, address);
        TestUser tablet = alice.onDevice("TABLET");
        Suite.shared().devices().has(tablet);

        Suite.shared().devices().deletes(alice);

        assertThat(pushers(tablet)).hasSize(1);
    }

    @Test
    void a02ADeactivatedUserHasNone() {
        sets(alice, address);
        sets(bob, address(bob));

        Suite.shared()
                .tells("auth", "sync", "/internal/users/{user}/deactivate", alice.id())
                .expectStatus()
                .isOk();

        assertThat(pushers(alice)).isEmpty();
        assertThat(pushers(bob)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "room", "media", "moderation", "sync"})
    void a14OnlyAuthServiceTakesPushersAway(String service) {
        sets(alice, address);

        Suite.shared()
                .tells(service, "sync", "/internal/users/{user}/deactivate", alice.id())
                .expectStatus()
                .isForbidden();
        Suite.shared()
                .tellsJson(service, "sync", gone(), REMOVE, alice.id())
                .expectStatus()
                .isForbidden();

        assertThat(pushers(alice)).hasSize(1);
    }

    @Test
    void whoUnsubscribesHasNoneAndIsToldSoAgain() {
        sets(alice, address);

        for (int i = 0; i < 2; i++) {
            Suite.shared()
                    .tellsJson("auth", "sync", gone(), REMOVE, alice.id())
                    .expectStatus()
                    .isOk();
            assertThat(pushers(alice)).isEmpty();
        }
    }

    private String gone() {
        return "{\"app_id\":\"m.email\",\"pushkey\":\"" + address + "\"}";
    }

    static String address(TestUser user) {
        return user.id().localpart() + "@mail.example";
    }

    /** As Element does it. */
    static void sets(TestUser user, String address) {
        assertThat(user.sync(HttpMethod.POST, "/pushers/set", complete(address)))
                .isEqualTo(JsonObject.EMPTY);
    }

    private static String complete(String address) {
        return """
        {"kind": "email", "app_id": "m.email", "pushkey": "%s", "app_display_name": "Email Notifications",
         "device_display_name": "Mail", "lang": "en", "data": {"brand": "Element"}, "append": true}
        """
                .formatted(address);
    }

    private static String removal(String address) {
        return "{\"kind\":null,\"app_id\":\"m.email\",\"pushkey\":\"" + address + "\"}";
    }

    private static void refuses(TestUser user, String body, String code) {
        user.tries(HttpMethod.POST, "/pushers/set", body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo(code);
    }

    private static JsonObject only(TestUser user) {
        assertThat(pushers(user)).hasSize(1);
        return pushers(user).getFirst();
    }

    private static List<JsonObject> pushers(TestUser user) {
        return user.sync(HttpMethod.GET, "/pushers", "")
                .array("pushers")
                .orElseThrow()
                .objects()
                .toList();
    }
}
