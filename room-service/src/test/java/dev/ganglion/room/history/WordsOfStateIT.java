package dev.ganglion.room.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What memberships and history visibilities say stands beside the state. */
class WordsOfStateIT extends RoomOfAlice {
    private static final String EVENT = "/rooms/{room}/event/{event}";
    private static final String VISIBILITY = "/rooms/{room}/state/m.room.history_visibility";

    @Autowired private DatabaseClient database;

    @Test
    void whatDecidesAboutVisibilityIsReadWithoutItsEvents() {
        bob.joins(room);
        String seen = alice.sends(room, "seen", "t1");
        bob.post("/rooms/{room}/leave", "{}", room);
        String later = alice.sends(room, "later", "t2");
        Refusal.NOT_FOUND.answers(bob.get(EVENT, room, later));

        run(
                """
                update rooms.event e
                set json = convert_to(
                    replace(convert_from(e.json, 'UTF8'), '"membership":"join"', '"membership":"knock"'), 'UTF8')
                from rooms.room r
                where r.room_nid = e.room_nid and r.room_id = :room and e.type = 'm.room.member'
                """);

        assertThat(bob.read(EVENT, room, seen).string("event_id")).contains(seen);
        Refusal.NOT_FOUND.answers(bob.get(EVENT, room, later));
    }

    @Test
    void aRowOfAnOlderReplicaIsReadFromItsEvent() {
        alice.put(VISIBILITY, "{\"history_visibility\":\"joined\"}", room);
        String before = alice.sends(room, "before", "t1");
        bob.joins(room);
        String during = alice.sends(room, "during", "t2");
        bob.post("/rooms/{room}/leave", "{}", room);

        run(
                """
                update rooms.room_state s
                set word = null
                from rooms.room r
                where r.room_nid = s.room_nid and r.room_id = :room
                """);

        assertThat(bob.read(EVENT, room, during).string("event_id")).contains(during);
        Refusal.NOT_FOUND.answers(bob.get(EVENT, room, before));
    }

    @Test
    void whatTheMigrationFindsIsWhatIsWrittenWithTheState() {
        for (String visibility :
                List.of(
                        "\"joined\"",
                        "\"world_readable\",\"a\":\"\\\\u0000 \\\"\"",
                        "\"invited \"",
                        "5",
                        "{\"history_visibility\":\"joined\"}")) {
            alice.put(VISIBILITY, "{\"history_visibility\":" + visibility + "}", room);
        }
        alice.put(VISIBILITY, "{\"content\":{\"history_visibility\":\"joined\"}}", room);
        bob.joins(room);
        bob.post("/rooms/{room}/leave", "{\"reason\":\"\\u0001\"}", room);
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"joined\"}", room);

        assertThat(words("s.word")).isEqualTo(words("rooms.word_of_state(s.type, e.json)"));
        assertThat(words("s.word"))
                .containsSubsequence(
                        "joined",
                        "world_readable",
                        "shared",
                        "shared",
                        "shared",
                        "shared",
                        "join",
                        "leave",
                        "null");
    }

    @Test
    void anOldEventThatHoldsNulHasAWordToo() {
        String found =
                database.sql("select rooms.word_of_state('m.room.member', :event) as word")
                        .bind(
                                "event",
                                "{\"content\":{\"displayname\":\"\\u0000\",\"membership\":\"join\"}}"
                                        .getBytes(StandardCharsets.UTF_8))
                        .map(row -> String.valueOf(row.get("word", String.class)))
                        .one()
                        .block();

        assertThat(found).isEqualTo("join");
    }

    private void run(String statement) {
        database.sql(statement).bind("room", room).then().block();
    }

    private List<String> words(String word) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select %s as word
                                from rooms.room_state s
                                join rooms.room r on r.room_nid = s.room_nid
                                join rooms.event e on e.position = s.event_position
                                where r.room_id = :room
                                order by s.event_position
                                """
                                        .formatted(word))
                        .bind("room", room)
                        .map(row -> String.valueOf(row.get("word", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}
