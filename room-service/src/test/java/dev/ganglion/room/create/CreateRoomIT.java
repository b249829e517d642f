package dev.ganglion.room.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

@GanglionTest
class CreateRoomIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;

    private RoomCaller alice;
    private RoomCaller bob;

    @BeforeEach
    void people() {
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
    }

    @Test
    void equalRoomsCreatedAtOnceAreDifferentRooms() {
        List<String> rooms =
                IntStream.range(0, 40).parallel().mapToObj(_ -> alice.createsRoom("{}")).toList();

        assertThat(rooms).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"})
    void aRoomOfEveryVersionStandsUpToAnAudit(String version) {
        String room =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"name\":\"Tea\",\"room_version\":\""
                                + version
                                + "\"}");
        bob.joins(room);
        String regretted = bob.sends(room, "hello", "t1");
        alice.put("/rooms/{room}/redact/{event}/t1", "{}", room, regretted);
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"tea\"}", room);

        RoomAudit.of(database, environment).check(room);

        assertThat(state(room, "m.room.create").string("room_version")).contains(version);
        assertThat(room.contains(":")).isEqualTo(!version.equals("12"));
    }

    @Test
    void theVersionOfARoomIsTwelveUnlessSaidOtherwise() {
        assertThat(state(alice.createsRoom("{}"), "m.room.create").string("room_version"))
                .contains("12");
    }

    @ParameterizedTest
    @CsvSource({
        "private_chat, invite, shared, can_join",
        "trusted_private_chat, invite, shared, can_join",
        "public_chat, public, shared, forbidden",
    })
    void aPresetSetsWhoMayComeIn(String preset, String joinRule, String visibility, String guests) {
        String room = alice.createsRoom("{\"preset\":\"" + preset + "\"}");

        assertThat(state(room, "m.room.join_rules").string("join_rule")).contains(joinRule);
        assertThat(state(room, "m.room.history_visibility").string("history_visibility"))
                .contains(visibility);
        assertThat(state(room, "m.room.guest_access").string("guest_access")).contains(guests);
    }

    @Test
    void withoutAPresetTheVisibilityDecides() {
        assertThat(
                        state(alice.createsRoom("{\"visibility\":\"public\"}"), "m.room.join_rules")
                                .string("join_rule"))
                .contains("public");
        assertThat(state(alice.createsRoom("{}"), "m.room.join_rules").string("join_rule"))
                .contains("invite");
    }

    @Test
    void aTrustedPrivateChatGivesTheInvitedTheCreatorsPower() {
        String invite = "\"invite\":[\"" + bob.id() + "\"],\"preset\":\"trusted_private_chat\"";

        String twelve = alice.createsRoom("{" + invite + "}");
        String eleven = alice.createsRoom("{\"room_version\":\"11\"," + invite + "}");

        assertThat(
                        state(twelve, "m.room.create")
                                .array("additional_creators")
                                .orElseThrow()
                                .strings())
                .containsExactly(bob.id().value());
        assertThat(
                        state(eleven, "m.room.power_levels")
                                .object("users")
                                .orElseThrow()
                                .integer(bob.id().value()))
                .contains(100L);
    }

    @Test
    void nameTopicAndAliasBecomeState() {
        String alias = "tea-" + UUID.randomUUID();
        String room =
                alice.createsRoom(
                        "{\"name\":\"Tea\",\"topic\":\"On tea\",\"room_alias_name\":\""
                                + alias
                                + "\"}");

        assertThat(state(room, "m.room.name").string("name")).contains("Tea");
        assertThat(state(room, "m.room.topic").string("topic")).contains("On tea");
        assertThat(state(room, "m.room.canonical_alias").string("alias"))
                .contains("#" + alias + ":test.local");
        assertThat(
                        alice.read("/directory/room/{alias}", "#" + alias + ":test.local")
                                .string("room_id"))
                .contains(room);
    }

    @Test
    void aTakenAliasLeavesNoRoomBehind() {
        String body = "{\"room_alias_name\":\"taken-" + UUID.randomUUID() + "\"}";
        alice.createsRoom(body);
        long before = rooms();

        new Refusal(400, "M_ROOM_IN_USE").answersPost(alice, "/createRoom", body);

        assertThat(rooms()).isEqualTo(before);
    }

    @Test
    void initialStateComesAfterThePreset() {
        String room =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"initial_state\":[{\"type\":\"m.room.join_rules\","
                                + "\"content\":{\"join_rule\":\"knock\"}},{\"type\":\"org.example.note\","
                                + "\"state_key\":\"k\",\"content\":{\"text\":\"x\"}}]}");

        assertThat(state(room, "m.room.join_rules").string("join_rule")).contains("knock");
        assertThat(alice.read("/rooms/{room}/state/org.example.note/k", room).string("text"))
                .contains("x");
    }

    @Test
    void powerLevelsAndCreateContentCanBeAddedTo() {
        String room =
                alice.createsRoom(
                        "{\"power_level_content_override\":{\"events_default\":10},"
                                + "\"creation_content\":{\"type\":\"m.space\",\"m.federate\":false}}");

        assertThat(state(room, "m.room.power_levels").integer("events_default")).contains(10L);
        assertThat(state(room, "m.room.power_levels").integer("ban")).contains(50L);
        assertThat(state(room, "m.room.create").string("type")).contains("m.space");
        assertThat(state(room, "m.room.create").bool("m.federate")).contains(false);
    }

    @Test
    void theInvitedAreInvitedDirectlyWhereTheRoomIs() {
        String room = alice.createsRoom("{\"is_direct\":true,\"invite\":[\"" + bob.id() + "\"]}");

        JsonObject member =
                alice.read("/rooms/{room}/state/m.room.member/{user}", room, bob.id().value());
        assertThat(member.string("membership")).contains("invite");
        assertThat(member.bool("is_direct")).contains(true);
        bob.joins(room);
    }

    @Test
    void anUnknownVersionIsRefused() {
        new Refusal(400, "M_UNSUPPORTED_ROOM_VERSION")
                .answersPost(alice, "/createRoom", "{\"room_version\":\"13\"}");
    }

    @Test
    void nobodyIsInvitedThroughAnIdentityServerThatIsNotTrusted() {
        new Refusal(403, "M_SERVER_NOT_TRUSTED")
                .answersPost(
                        alice,
                        "/createRoom",
                        """
                        {"invite_3pid": [{"id_server": "id.example.org", "id_access_token": "t",
                         "medium": "email", "address": "carol@test.local"}]}
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"preset\":\"club\"}",
                "{\"invite_3pid\":{}}",
                "{\"name\":5}",
                "{\"invite\":\"@bob:test.local\"}",
                "{\"invite\":[\"bob\"]}",
                "{\"initial_state\":[{}]}",
                "{\"initial_state\":{}}",
                "{\"initial_state\":[null]}",
                "{\"invite\":[null]}",
                "{\"creation_content\":[]}",
                "{\"power_level_content_override\":{\"ban\":1.5}}",
                "{\"room_version\":12}",
                "[]",
            })
    void bodiesOfAnotherShapeAreRefusedAndLeaveNoRoom(String body) {
        long before = rooms();

        Refusal.BAD_JSON.answersPost(alice, "/createRoom", body);

        assertThat(rooms()).isEqualTo(before);
    }

    @Test
    void powerLevelsThatNoRoomMayHaveAreRefused() {
        long before = rooms();

        new Refusal(400, "M_INVALID_ROOM_STATE")
                .answersPost(
                        alice,
                        "/createRoom",
                        "{\"power_level_content_override\":{\"users\":{\"nobody\":100}}}");

        assertThat(rooms()).isEqualTo(before);
    }

    private JsonObject state(String room, String type) {
        return alice.read("/rooms/{room}/state/{type}", room, type);
    }

    private long rooms() {
        return Objects.requireNonNull(
                database.sql("select count(*) as rooms from rooms.room")
                        .map(row -> Objects.requireNonNull(row.get("rooms", Long.class)))
                        .one()
                        .block());
    }
}
