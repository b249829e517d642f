package dev.ganglion.sync.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.push.Said;
import dev.ganglion.sync.pusher.PusherKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class NotificationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m.room.message|{}|low",
                "m.room.message|{\"highlight\":true}|high",
                "m.room.message|{\"highlight\":false}|low",
                "m.room.message|{\"sound\":\"default\"}|high",
                "m.room.message|{\"colour\":\"red\"}|low",
                "m.room.encrypted|{}|high",
            })
    void whatMakesNoNoiseIsNotUrgent(String type, String tweaks, String priority) {
        assertThat(of(type, tweaks, 1).string("prio")).contains(priority);
    }

    @Test
    void aCountOfZeroIsLeftOutBesideAnEvent() {
        assertThat(of("m.room.message", "{}", 0).object("counts")).contains(JsonObject.EMPTY);
    }

    @Test
    void aCountOfZeroIsSaidWithoutAnEvent() {
        JsonObject notification =
                Notification.ofBadge(claim(), 0).object("notification").orElseThrow();

        assertThat(notification.object("counts").orElseThrow().integer("unread")).contains(0L);
        assertThat(notification.has("event_id")).isFalse();
    }

    @Test
    void theGatewayGetsAllOfTheDataButItsAddress() {
        JsonObject notification = of("m.room.message", "{}", 1);

        assertThat(notification.array("devices").orElseThrow().objects())
                .singleElement()
                .hasToString(
                        "{\"app_id\":\"app\",\"data\":{\"x\":1},\"pushkey\":\"key\",\"pushkey_ts\":5,\"tweaks\":{}}");
    }

    private static JsonObject of(String type, String tweaks, long unread) {
        JsonObject event =
                JsonObject.builder().put("type", type).put("sender", "@b:test.local").build();
        DueEvent due =
                new DueEvent(
                        1,
                        parse(tweaks),
                        Optional.of(
                                new Said(
                                        "$e",
                                        "!r",
                                        event,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())));
        return Notification.of(claim(), due, unread).object("notification").orElseThrow();
    }

    private static Claim claim() {
        return new Claim(
                1,
                1,
                UserId.parse("@a:test.local"),
                new Claim.Target(
                        new PusherKey("app", "key"),
                        parse("{\"url\":\"https://secret.example.org\",\"x\":1}"),
                        "secret.example.org",
                        5),
                new Claim.Badge(false, Optional.empty()),
                0,
                0,
                false,
                true);
    }

    private static JsonObject parse(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
