package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A bridge, through the gateway: application service API, "Client-Server API Extensions". */
@ExtendWith(Stage.class)
class ApplicationServicesAcceptanceTest {
    private static final String TOKEN = "as-token-of-the-acceptance-tests";
    private static final String WHOAMI = v3("account", "whoami");
    private static final long LONG_AGO = 1_234_567_890_123L;

    private static Homeserver server;
    private static MatrixSession alice;
    private static MatrixSession bridge;

    @BeforeAll
    static void startServer(Clients clients, @TempDir Path folder) throws IOException {
        Path registration =
                Files.writeString(
                        folder.resolve("irc.yaml"),
                        """
                        id: irc
                        url: null
                        as_token: %s
                        hs_token: hs-token-of-the-acceptance-tests
                        sender_localpart: _irc_bot
                        rate_limited: false
                        namespaces:
                          users: [{exclusive: true, regex: '@_irc_.*'}]
                          aliases: [{exclusive: true, regex: '#_irc_.*'}]
                        """
                                .formatted(TOKEN));
        server =
                Homeserver.start(
                        clients, Map.of("GANGLION_APPLICATION_SERVICES", registration.toString()));
        alice = server.person("alice");
        bridge =
                server.client()
                        .resume(UserId.parse("@_irc_bot:localhost"), DeviceId.parse("none"), TOKEN);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aBridgeRegistersItsUsersAndSpeaksAsEachOfThem() {
        RoomId room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        String one = registered("_irc_one");
        String other = registered("_irc_other");

        for (String user : new String[] {one, other}) {
            bridge.call("POST", as(v3("join", room), user), JsonObject.EMPTY);
            JsonObject sent =
                    bridge.call(
                            "PUT",
                            as(v3("rooms", room, "send", "m.room.message", "t1"), user)
                                    + "&ts="
                                    + LONG_AGO,
                            json("{\"msgtype\":\"m.text\",\"body\":\"hello\"}"));
            JsonObject event =
                    alice.get(v3("rooms", room, "event", sent.string("event_id").orElseThrow()));

            assertThat(event.string("sender")).contains(user);
            assertThat(event.integer("origin_server_ts")).contains(LONG_AGO);
        }
    }

    @Test
    void withoutAnAssertionABridgeIsItsSender() {
        assertThat(bridge.get(WHOAMI).string("user_id")).contains("@_irc_bot:localhost");
        assertThat(server.client().get(WHOAMI + "?access_token=" + TOKEN).string("user_id"))
                .contains("@_irc_bot:localhost");
    }

    @Test
    void aBridgeActsOnDevicesThatItMade() {
        String user = registered("_irc_device");
        refused(400, "M_UNKNOWN_DEVICE", () -> bridge.get(as(WHOAMI, user) + "&device_id=PHONE"));

        bridge.call(
                "PUT", as(v3("devices", "PHONE"), user), JsonObject.of("display_name", "Bridge"));
        assertThat(bridge.get(as(WHOAMI, user) + "&device_id=PHONE").string("device_id"))
                .contains("PHONE");

        bridge.delete(as(v3("devices", "PHONE"), user));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () ->
                                refused(
                                        400,
                                        "M_UNKNOWN_DEVICE",
                                        () -> bridge.get(as(WHOAMI, user) + "&device_id=PHONE")));
    }

    @Test
    @DisplayName("A12: a bridge is nobody outside of its namespaces")
    void a12_aBridgeIsNobodyOutsideOfItsNamespaces() {
        refused(403, "M_FORBIDDEN", () -> bridge.get(as(WHOAMI, alice.userId().value())));
        refused(403, "M_FORBIDDEN", () -> bridge.get(as(WHOAMI, "@_irc_nobody:localhost")));
        refused(400, "M_INVALID_PARAM", () -> bridge.get(as(WHOAMI, "nobody")));
        assertThat(alice.get(as(WHOAMI, "@_irc_bot:localhost")).string("user_id"))
                .as("what a user's query asserts has no meaning")
                .contains(alice.userId().value());
    }

    @Test
    void namesOfABridgeAreNobodyElses() {
        RoomId room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        JsonObject target = JsonObject.of("room_id", room.value());
        String alias = v3("directory", "room", "#_irc_tea:localhost");

        refused(400, "M_EXCLUSIVE", () -> alice.call("PUT", alias, target));
        refused(
                400,
                "M_EXCLUSIVE",
                () -> alice.createRoom(JsonObject.of("room_alias_name", "_irc_tea")));
        refused(
                400,
                "M_EXCLUSIVE",
                () -> server.client().get(v3("register", "available") + "?username=_irc_someone"));
        bridge.call("POST", v3("join", room), JsonObject.EMPTY);
        bridge.call("PUT", alias, target);
        refused(400, "M_EXCLUSIVE", () -> alice.delete(alias));
        bridge.delete(alias);
    }

    @Test
    void aBridgeKeepsADirectoryOfItsNetwork() {
        RoomId room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        String listing = v3("directory", "list", "appservice", "irc", room);
        JsonObject here = JsonObject.of("third_party_instance_id", "irc");

        refused(
                403,
                "M_FORBIDDEN",
                () -> alice.call("PUT", listing, JsonObject.of("visibility", "public")));
        bridge.call("PUT", listing, JsonObject.of("visibility", "public"));

        assertThat(
                        alice.call("POST", v3("publicRooms"), here)
                                .array("chunk")
                                .orElseThrow()
                                .objects())
                .extracting(found -> found.string("room_id").orElseThrow())
                .containsExactly(room.value());
        bridge.call("PUT", listing, JsonObject.of("visibility", "private"));
        assertThat(alice.call("POST", v3("publicRooms"), here).array("chunk").orElseThrow().size())
                .isZero();
    }

    @Test
    void aBridgeLogsInAsItsUsers() {
        String user = registered("_irc_login");

        JsonObject session =
                bridge.call(
                        "POST",
                        v3("login"),
                        json(
                                "{\"type\":\"m.login.application_service\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"_irc_login\"}}"));

        assertThat(session.string("user_id")).contains(user);
        refused(
                401,
                "M_MISSING_TOKEN",
                () ->
                        server.client()
                                .call(
                                        "POST",
                                        v3("login"),
                                        JsonObject.of("type", "m.login.application_service")));
        refused(
                401,
                "M_UNKNOWN_TOKEN",
                () ->
                        alice.call(
                                "POST",
                                v3("login"),
                                JsonObject.of("type", "m.login.application_service")));
    }

    private static String registered(String localpart) {
        return bridge.call(
                        "POST",
                        v3("register"),
                        JsonObject.builder()
                                .put("type", "m.login.application_service")
                                .put("username", localpart)
                                .put("inhibit_login", true)
                                .build())
                .string("user_id")
                .orElseThrow();
    }

    private static String as(String path, String user) {
        return path + "?user_id=" + escaped(user);
    }
}
