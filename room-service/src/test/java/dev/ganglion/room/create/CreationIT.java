package dev.ganglion.room.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;

/** What a room begins with, field by field, and what no room may begin with. */
class CreationIT extends RoomOfAlice {
    private static final Refusal INVALID_ROOM_STATE = new Refusal(400, "M_INVALID_ROOM_STATE");

    @Autowired private DatabaseClient database;

    @Test
    void everythingThatCanBeAskedForComesInOneTransactionAndInOrder() {
        String created =
                alice.createsRoom(
                        """
                        {"visibility":"public","preset":"private_chat","room_alias_name":"%s",
                         "name":"Tea","topic":"On tea","invite":["%s"],"invite_3pid":[],
                         "room_version":"11","is_direct":true,
                         "creation_content":{"m.federate":false,"room_version":"1","creator":"@eve:x.org"},
                         "initial_state":[{"type":"m.room.guest_access","content":{"guest_access":"forbidden"}},
                                          {"type":"m.room.name","content":{"name":"Coffee"}},
                                          {"type":"org.example","state_key":"k","content":{}}],
                         "power_level_content_override":{"ban":75}}
                        """
                                .formatted(word, bob.id()));

        assertThat(types(created))
                .containsExactly(
                        "m.room.create",
                        "m.room.member",
                        "m.room.power_levels",
                        "m.room.canonical_alias",
                        "m.room.join_rules",
                        "m.room.history_visibility",
                        "m.room.guest_access",
                        "m.room.guest_access",
                        "m.room.name",
                        "org.example",
                        "m.room.name",
                        "m.room.topic",
                        "m.room.member");
        assertThat(transactionsOf(created)).isEqualTo(1);
        assertThat(state(created, "m.room.create"))
                .isEqualTo(
                        JsonObject.builder()
                                .put("m.federate", false)
                                .put("room_version", "11")
                                .build());
        assertThat(state(created, "m.room.guest_access").string("guest_access"))
                .contains("forbidden");
        assertThat(state(created, "m.room.name").string("name")).contains("Tea");
        assertThat(state(created, "m.room.topic"))
                .hasToString(
                        "{\"m.topic\":{\"m.text\":[{\"body\":\"On tea\"}]},\"topic\":\"On tea\"}");
        assertThat(state(created, "m.room.power_levels").integer("ban")).contains(75L);
        assertThat(alice.read("/directory/list/room/{room}", created).string("visibility"))
                .contains("public");
    }

    @Test
    void upToVersionTenTheCreatorIsNamedAndNobodyElse() {
        String ten =
                alice.createsRoom(
                        "{\"room_version\":\"10\",\"creation_content\":{\"creator\":\"@eve:x.org\","
                                + "\"additional_creators\":5}}");

        assertThat(state(ten, "m.room.create").string("creator")).contains(alice.id().value());
    }

    @Test
    void r04_theCreatorsOfATrustedChatAreThoseAskedForAndTheInvitedEachOnce() {
        String created =
                alice.createsRoom(
                        "{\"preset\":\"trusted_private_chat\",\"invite\":[\"%s\"],\"creation_content\":"
                                        .formatted(bob.id())
                                + "{\"additional_creators\":[\"@x:test.local\",\"%s\"]}}"
                                        .formatted(bob.id()));

        assertThat(
                        state(created, "m.room.create")
                                .array("additional_creators")
                                .orElseThrow()
                                .strings())
                .containsExactly("@x:test.local", bob.id().value());
        bob.joins(created);
        bob.put("/rooms/{room}/state/m.room.tombstone", "{}", created);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"@a:test.local\"", "[\"bob\"]", "[5]", "{}", "[null]"})
    void r04_additionalCreatorsAreUserIds(String creators) {
        for (String preset : List.of("private_chat", "trusted_private_chat")) {
            Refusal.BAD_JSON.answersPost(
                    alice,
                    "/createRoom",
                    "{\"preset\":\"%s\",\"invite\":[\"%s\"],\"creation_content\":{\"additional_creators\":%s}}"
                            .formatted(preset, bob.id(), creators));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | {} | 150",
                "12 | {\"events\":{\"m.room.name\":0}} | 150",
                "12 | {\"state_default\":200} | 201",
                "12 | {\"events\":{\"m.room.tombstone\":60}} | 60",
                "11 | {} | 100",
            })
    void r04_closingARoomIsForItsCreatorsUnlessTheySayOtherwise(
            String version, String override, long level) {
        String created =
                alice.createsRoom(
                        "{\"room_version\":\"%s\",\"power_level_content_override\":%s}"
                                .formatted(version, override));

        assertThat(
                        state(created, "m.room.power_levels")
                                .object("events")
                                .orElseThrow()
                                .integer("m.room.tombstone"))
                .contains(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The creator could not name the room.
                "{\"name\":\"x\",\"room_version\":\"11\",\"power_level_content_override\":{\"users\":{}}}",
                "{\"power_level_content_override\":{\"users\":{\"@alice:test.local\":100}}}",
                "{\"power_level_content_override\":{\"ban\":\"50\"}}",
                "{\"power_level_content_override\":{\"events\":5}}",
                "{\"power_level_content_override\":{\"users\":{\"nobody\":100}}}",
                "{\"invite\":[\"@alice:test.local\"]}",
                "{\"initial_state\":[{\"type\":\"org.example\",\"state_key\":\"@bob:test.local\",\"content\":{}}]}",
            })
    void stateThatNoRoomMayBeginWithIsRefusedAndLeavesNothing(String body) {
        long before = number("select count(*) as number from rooms.room");

        INVALID_ROOM_STATE.answersPost(alice, "/createRoom", body);

        assertThat(number("select count(*) as number from rooms.room")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", ""})
    void anAliasIsTheLocalpartOfOne(String name) {
        Refusal.INVALID_PARAM.answersPost(
                alice, "/createRoom", "{\"room_alias_name\":\"" + name + "\"}");
    }

    @Test
    void anAliasCanBeTooLong() {
        Refusal.INVALID_PARAM.answersPost(
                alice, "/createRoom", "{\"room_alias_name\":\"" + "a".repeat(250) + "\"}");
    }

    @Test
    void otherFieldsHaveLimitsToo() {
        Refusal.INVALID_PARAM.answersPost(alice, "/createRoom", "{\"visibility\":\"secret\"}");
        Refusal.BAD_JSON.answersPost(alice, "/createRoom", "{\"is_direct\":\"yes\"}");
        Refusal.BAD_JSON.answersPost(alice, "/createRoom", "{\"invite_3pid\":[{}]}");
        Refusal.FORBIDDEN.answersPost(alice, "/createRoom", "{\"invite\":[\"@eve:example.org\"]}");
        new Refusal(413, "M_TOO_LARGE")
                .answersPost(alice, "/createRoom", "{\"topic\":\"" + "x".repeat(70_000) + "\"}");
    }

    private JsonObject state(String where, String type) {
        return alice.read("/rooms/{room}/state/{type}", where, type);
    }

    private List<String> types(String where) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select e.type
                                from rooms.event e
                                join rooms.room r on r.room_nid = e.room_nid
                                where r.room_id = :room
                                order by e.position
                                """)
                        .bind("room", where)
                        .map(row -> Objects.requireNonNull(row.get("type", String.class)))
                        .all()
                        .collectList()
                        .block());
    }

    /** Every row says in xmin which transaction wrote it. */
    private long transactionsOf(String where) {
        return number(
                """
                with created as (select room_nid from rooms.room where room_id = '%1$s')
                select count(distinct xmin) as number
                from (select r.xmin::text from rooms.room r join created c using (room_nid)
                      union all select h.xmin::text from rooms.room_head h join created c using (room_nid)
                      union all select e.xmin::text from rooms.event e join created c using (room_nid)
                      union all select s.xmin::text from rooms.room_state s join created c using (room_nid)
                      union all select m.xmin::text from rooms.room_member m join created c using (room_nid)
                      union all select i.xmin::text from rooms.invite_state i join created c using (room_nid)
                      union all select a.xmin::text from rooms.alias a join created c using (room_nid)) as rows
                """
                        .formatted(where));
    }

    private long number(String query) {
        return Objects.requireNonNull(
                database.sql(query)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }
}
