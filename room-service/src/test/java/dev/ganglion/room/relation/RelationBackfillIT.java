package dev.ganglion.room.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RelatedEvents;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.r2dbc.core.DatabaseClient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The migration finds the relations of events that were there before it. */
class RelationBackfillIT extends RelatedEvents {
    private static final String MIGRATION = "db/migration/rooms/V6__relations.sql";

    @Autowired private DatabaseClient database;

    @Test
    void whatTheMigrationFindsIsWhatIsWrittenWithTheEvents() throws IOException {
        bob.joins(room);
        String root = alice.sends(room, "a \\\\u0000 that is none, and a \\u0001", "t1");
        String reply = replies(bob, root, "a reply with \\\\ and \\\" in it");
        String edit = edits(bob, reply, "better");
        edits(bob, edit, "an edit of an edit");
        edits(alice, reply, "not hers");
        reacts(alice, edit, "👍");
        reacts(bob, root, "\\n");
        relates(alice, "m.room.message", "m.reference", reply);
        relates(alice, "m.room.message", "org.example.rel", root);
        relates(alice, "m.room.encrypted", "m.replace", root);
        relates(alice, "m.room.message", "x".repeat(256), root);
        relates(alice, "m.room.message", "m.thread", "$" + "x".repeat(43));
        sends(alice, "m.room.message", "{\"m.relates_to\":{\"rel_type\":5},\"a\":\"\\u0002\"}");
        redacts(bob, replies(bob, root, "regretted"));
        List<String> written = rows();

        for (String table : List.of("event_relation", "thread", "thread_participant")) {
            run("delete from rooms." + table);
        }
        backfill().forEach(this::run);

        assertThat(written).hasSizeGreaterThan(15);
        assertThat(rows()).isEqualTo(written);
    }

    private static List<String> backfill() throws IOException {
        String migration =
                new ClassPathResource(MIGRATION).getContentAsString(StandardCharsets.UTF_8);
        return Arrays.stream(migration.split(";\\s*\\n"))
                .map(statement -> statement.replaceAll("(?m)^--.*\\n", "").strip())
                .filter(statement -> statement.matches("(?s)(insert|update) .*"))
                .toList();
    }

    private void run(String statement) {
        database.sql(statement).then().block();
    }

    private List<String> rows() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select row
                                from (
                                    select r::text as row, e.room_nid
                                    from rooms.event_relation r
                                    join rooms.event e on e.position = r.position
                                    union all
                                    select t::text, t.room_nid
                                    from rooms.thread t
                                    union all
                                    select p::text, p.room_nid
                                    from rooms.thread_participant p) as every
                                join rooms.room r on r.room_nid = every.room_nid
                                where r.room_id = :room
                                order by row collate "C"
                                """)
                        .bind("room", room)
                        .map(row -> String.valueOf(row.get("row", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}
