package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;

class UpgradeIT extends RoomOfAlice {
    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;

    private UpgradingCaller admin;
    private RoomCaller carol;

    @BeforeEach
    void somebodyWhoIsBanned() {
        admin = new UpgradingCaller(alice);
        carol = new RoomCaller(web, tokens, "carol");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2", "2, 3", "3, 4", "4, 5", "5, 6", "6, 7", "7, 8", "8, 9", "9, 10", "10, 11", "11, 12",
        "12, 12", "12, 11", "12, 10", "12, 1", "1, 12", "6, 12", "10, 9", "11, 3",
    })
    void aRoomOfAnyVersionIsReplacedByOneOfAnyOther(String from, String to) {
        String old =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"name\":\"Tea\",\"room_version\":\""
                                + from
                                + "\"}");
        bob.joins(old);
        admin.bans(old, carol);

        String replacement = admin.upgrades(old, to);

        assertThat(admin.state(replacement, "m.room.create").string("room_version")).contains(to);
        assertThat(admin.state(replacement, "m.room.name").string("name")).contains("Tea");
        assertThat(admin.state(old, "m.room.tombstone").string("replacement_room"))
                .contains(replacement);
        assertThat(admin.member(replacement, carol).string("membership")).contains("ban");
        bob.joins(replacement);
        Refusal.FORBIDDEN.answersPost(carol, "/join/{room}", "{}", replacement);
        RoomAudit audit = RoomAudit.of(database, environment);
        audit.check(old);
        audit.check(replacement);
    }

    @Test
    void theStateThatIsRecommendedIsCarriedOverAndNothingElse() {
        admin.sets(room, "m.room.server_acl", "", "{\"allow\":[\"*\"],\"deny\":[\"evil.org\"]}");
        admin.sets(room, "m.room.encryption", "", "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        admin.sets(room, "m.room.avatar", "", "{\"url\":\"mxc://test.local/a\"}");
        admin.sets(room, "m.room.topic", "", "{\"topic\":\"On tea\"}");
        admin.sets(room, "m.room.guest_access", "", "{\"guest_access\":\"can_join\"}");
        admin.sets(room, "m.room.history_visibility", "", "{\"history_visibility\":\"joined\"}");
        admin.sets(room, "m.room.policy", "", "{\"via\":\"policy.org\",\"public_key\":\"k\"}");
        admin.sets(room, "m.room.retention", "", "{\"max_lifetime\":86400000}");
        admin.sets(room, "m.room.name", "", "{}");
        admin.sets(room, "m.room.pinned_events", "", "{\"pinned\":[\"$x\"]}");
        admin.sets(room, "org.example.widget", "w", "{\"url\":\"https://example.org\"}");

        String replacement = admin.upgrades(room, "11");

        for (String type :
                new String[] {
                    "m.room.server_acl",
                    "m.room.encryption",
                    "m.room.avatar",
                    "m.room.topic",
                    "m.room.guest_access",
                    "m.room.history_visibility",
                    "m.room.policy",
                    "m.room.retention",
                    "m.room.join_rules"
                }) {
            assertThat(admin.state(replacement, type)).as(type).isEqualTo(admin.state(room, type));
        }
        for (String type :
                new String[] {"m.room.name", "m.room.pinned_events", "org.example.widget/w"}) {
            Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/state/" + type, replacement);
        }
    }

    @Test
    void theNewRoomKnowsWhatItReplacesAndIsOfTheSameKind() {
        String space =
                alice.createsRoom(
                        "{\"room_version\":\"11\",\"creation_content\":{\"type\":\"m.space\","
                                + "\"m.federate\":false,\"org.example\":1}}");
        String last = alice.sends(space, "the last word", "t1");
        admin.sets(space, "m.space.child", "!child:test.local", "{\"via\":[\"test.local\"]}");
        admin.sets(space, "m.space.child", "!gone:test.local", "{}");
        admin.sets(space, "m.space.parent", "!parent:test.local", "{\"via\":[\"test.local\"]}");

        String eleven = admin.upgrades(space, "11");
        String twelve = admin.upgrades(eleven, "12");

        JsonObject create = admin.state(eleven, "m.room.create");
        assertThat(create.keys())
                .containsExactlyInAnyOrder("room_version", "predecessor", "type", "m.federate");
        assertThat(create.string("type")).contains("m.space");
        assertThat(create.bool("m.federate")).contains(false);
        JsonObject predecessor = create.object("predecessor").orElseThrow();
        assertThat(predecessor.string("room_id")).contains(space);
        assertThat(predecessor.string("event_id")).isPresent().get().isNotEqualTo(last);
        assertThat(admin.state(twelve, "m.room.create").object("predecessor").orElseThrow())
                .isEqualTo(JsonObject.of("room_id", eleven));
        for (String replacement : new String[] {eleven, twelve}) {
            String state = "/rooms/{room}/state/{type}/{key}";
            assertThat(alice.read(state, replacement, "m.space.child", "!child:test.local"))
                    .hasToString("{\"via\":[\"test.local\"]}");
            assertThat(alice.read(state, replacement, "m.space.parent", "!parent:test.local"))
                    .hasToString("{\"via\":[\"test.local\"]}");
            Refusal.NOT_FOUND.answersGet(
                    alice, state, replacement, "m.space.child", "!gone:test.local");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"13", "", "1.0", "org.matrix.msc1"})
    void anUnknownVersionIsRefused(String version) {
        new Refusal(400, "M_UNSUPPORTED_ROOM_VERSION").answers(admin.tries(room, version));
    }

    @Test
    void outsidersAreToldTheSameOfARoomAndOfNone() {
        String secret = alice.createsRoom("{}");

        Refusal.FORBIDDEN.answers(new UpgradingCaller(bob).tries(secret, "12"));
        Refusal.FORBIDDEN.answers(admin.tries("!nowhere:test.local", "12"));
        Refusal.INVALID_PARAM.answers(admin.tries("nowhere", "12"));
    }

    @Test
    void aRoomThatIsBlockedDoesNotComeBackUnderAnotherId() {
        database.sql("insert into rooms.blocked_room (room_id, blocked_by) values (:room, 'admin')")
                .bind("room", room)
                .then()
                .block();

        Refusal.FORBIDDEN.answers(admin.tries(room, "12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "12"})
    void r04_anOrdinaryMemberUpgradesNothing(String version) {
        String old =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"room_version\":\"" + version + "\"}");
        bob.joins(old);
        givesPower(old, 99);

        Refusal.FORBIDDEN.answers(new UpgradingCaller(bob).tries(old, "12"));

        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/state/m.room.tombstone", old);
    }

    @Test
    void r04_theAdministratorOfARoomWithCreatorsIsNotOneOfThem() {
        bob.joins(room);
        givesPower(room, 100);

        Refusal.FORBIDDEN.answers(new UpgradingCaller(bob).tries(room, "12"));
    }

    private void givesPower(String where, int level) {
        JsonObject levels = admin.state(where, "m.room.power_levels");
        JsonObject users =
                levels.object("users").orElse(JsonObject.EMPTY).toBuilder()
                        .put(bob.id().value(), level)
                        .build();
        admin.sets(where, "m.room.power_levels", "", levels.with("users", users).toString());
    }
}
