package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/** Who may do what after an upgrade, in the new room and in the old one. */
class UpgradedPowerIT extends RoomOfAlice {
    private UpgradingCaller admin;
    private RoomCaller carol;

    @BeforeEach
    void people() {
        admin = new UpgradingCaller(alice);
        carol = new RoomCaller(web, tokens, "carol");
    }

    @Test
    void r04_whoUpgradesAndWhomTheyNameAreTheCreatorsOfTheNewRoomAndNobodyElse() {
        String old = publicRoom("11", users(alice, 100, bob, 100, carol, 50));

        String body =
                "{\"new_version\":\"12\",\"additional_creators\":[\"%s\",\"%s\",\"%s\"]}"
                        .formatted(bob.id(), alice.id(), bob.id());
        String twelve =
                alice.post(UpgradingCaller.UPGRADE, body, old)
                        .string("replacement_room")
                        .orElseThrow();

        JsonObject create = admin.state(twelve, "m.room.create");
        assertThat(create.array("additional_creators").orElseThrow().strings())
                .containsExactly(bob.id().value());
        JsonObject levels = admin.state(twelve, "m.room.power_levels");
        assertThat(levels.object("users"))
                .contains(JsonObject.builder().put(carol.id().value(), 50).build());
        assertThat(levels.object("events").orElseThrow().integer("m.room.tombstone"))
                .contains(150L);
    }

    @Test
    void r04_creatorsAreNotCarriedOverOnTheirOwnAndBecomeAdministrators() {
        String old =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"creation_content\":{\"additional_creators\":[\""
                                + bob.id()
                                + "\"]}}");

        JsonObject twelve = levels(admin.upgrades(old, "12"));

        assertThat(twelve.object("users"))
                .contains(JsonObject.builder().put(bob.id().value(), 100).build());
    }

    @Test
    void goingBackCreatorsHaveALevelThatSufficesForEverything() {
        String old =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"creation_content\":{\"additional_creators\":[\""
                                + bob.id()
                                + "\"]}}");

        JsonObject users = levels(admin.upgrades(old, "11")).object("users").orElseThrow();

        assertThat(users.integer(alice.id().value())).contains(150L);
        assertThat(users.integer(bob.id().value())).contains(150L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatever", "{\"a\":1}", "[\"bob\"]", "[5]", "[null]"})
    void additionalCreatorsAreUserIdsWhereThereCanBeAny(String creators) {
        String quoted = creators.startsWith("w") ? "\"" + creators + "\"" : creators;
        String body = "{\"new_version\":\"%s\",\"additional_creators\":" + quoted + "}";

        Refusal.BAD_JSON.answersPost(alice, UpgradingCaller.UPGRADE, body.formatted("12"), room);

        alice.post(UpgradingCaller.UPGRADE, body.formatted("11"), room);
    }

    @Test
    void whoUpgradesHasTheSamePowerAsBefore() {
        String old =
                publicRoom(
                        "10",
                        "\"events\":{\"m.room.tombstone\":40,\"m.room.power_levels\":100,"
                                + "\"m.room.name\":60},"
                                + users(alice, 100, bob, 40));
        bob.joins(old);
        admin.bans(old, carol);
        admin.sets(old, "m.room.name", "", "{\"name\":\"Tea\"}");
        JsonObject before = levels(old);

        String replacement = new UpgradingCaller(bob).upgrades(old, "11");

        alice.joins(replacement);
        assertThat(levels(replacement)).isEqualTo(before);
        assertThat(admin.state(replacement, "m.room.name").string("name")).contains("Tea");
        assertThat(admin.member(replacement, carol).string("membership")).contains("ban");
        // Bob may close the room, but not change its levels.
        assertThat(levels(old)).isEqualTo(before);
    }

    @Test
    void aBannedAdministratorStaysBanned() {
        String old = publicRoom("10", users(alice, 100, bob, 99, carol, 50));
        admin.bans(old, carol);
        admin.sets(
                old,
                "m.room.power_levels",
                "",
                levels(old)
                        .with("users", levelsOf(users(alice, 100, bob, 99, carol, 100)))
                        .toString());

        String replacement = admin.upgrades(old, "10");

        assertThat(admin.member(replacement, carol).string("membership")).contains("ban");
        assertThat(levels(replacement).object("users").orElseThrow().integer(alice.id().value()))
                .contains(100L);
    }

    @Test
    void theOldRoomIsClosedToMessagesAndInvitations() {
        bob.joins(room);

        admin.upgrades(room, "12");

        assertThat(levels(room).integer("events_default")).contains(50L);
        assertThat(levels(room).integer("invite")).contains(50L);
        Refusal.FORBIDDEN.answersPut(
                bob, "/rooms/{room}/send/m.room.message/t1", "{\"body\":\"x\"}", room);
    }

    @Test
    void unusualLevelsAreRaisedAboveThoseOfEverybody() {
        String old =
                publicRoom(
                        "11",
                        "\"users_default\":60,\"invite\":90,\"events_default\":10,"
                                + users(alice, 100, bob, 1));

        admin.upgrades(old, "11");

        assertThat(levels(old).integer("events_default")).contains(61L);
        assertThat(levels(old).integer("invite")).contains(90L);
    }

    private JsonObject levels(String where) {
        return admin.state(where, "m.room.power_levels");
    }

    private String publicRoom(String version, String override) {
        return alice.createsRoom(
                "{\"preset\":\"public_chat\",\"room_version\":\"%s\",\"power_level_content_override\":{%s}}"
                        .formatted(version, override));
    }

    /** Users and their levels, as the member {@code users}. */
    private static String users(Object... usersAndLevels) {
        StringBuilder users = new StringBuilder();
        for (int i = 0; i < usersAndLevels.length; i += 2) {
            users.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(((RoomCaller) usersAndLevels[i]).id())
                    .append("\":")
                    .append(usersAndLevels[i + 1]);
        }
        return "\"users\":{" + users + "}";
    }

    private static JsonObject levelsOf(String member) {
        return Optional.of(dev.ganglion.protocol.json.Json.parseObject("{" + member + "}"))
                .flatMap(object -> object.object("users"))
                .orElseThrow();
    }
}
