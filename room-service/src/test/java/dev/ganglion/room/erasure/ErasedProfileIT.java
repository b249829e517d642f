package dev.ganglion.room.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.Optional;

/** What stands outside of events. */
class ErasedProfileIT extends RoomOfErin {
    @Autowired private DatabaseClient database;

    @Test
    void a18AProfileIsGoneWithEveryFieldOfIt() {
        erin.put("/profile/{user}/org.example.pet", "{\"org.example.pet\":\"cat\"}", erin.id());
        assertThat(carol.read("/profile/{user}", erin.id()).string("displayname")).contains(word);

        erases(erin);

        assertThat(RoomCaller.find(carol.get("/profile/{user}", erin.id()))).isEmpty();
        assertThat(RoomCaller.find(carol.get("/profile/{user}/displayname", erin.id()))).isEmpty();
        assertThat(number("select count(*) from rooms.profile where user_id = :user")).isZero();
        assertThat(number("select count(*) from rooms.profile_propagation where user_id = :user"))
                .isZero();
    }

    @Test
    void a18TheDirectoryNoLongerSaysHowSheCalledTheRoom() {
        erin.put("/directory/list/room/{room}", "{\"visibility\":\"public\"}", room);
        assertThat(published().string("name")).contains(word);
        assertThat(searched()).contains(room);

        erases(erin);

        JsonObject listed = published();
        assertThat(listed.string("room_id")).contains(room);
        assertThat(listed.has("name")).isFalse();
        assertThat(listed.toString()).doesNotContain(word);
        assertThat(searched()).doesNotContain(room);

        erases(erin);
        assertThat(published()).as("still listed when it is told again").isEqualTo(listed);
    }

    /** The room as the directory shows it to whoever looks for nothing in particular. */
    private JsonObject published() {
        return carol.post("/publicRooms", "{\"limit\":10000}")
                .array("chunk")
                .orElseThrow()
                .objects()
                .filter(each -> each.string("room_id").equals(Optional.of(room)))
                .findFirst()
                .orElseThrow();
    }

    private String searched() {
        return carol.post(
                        "/publicRooms",
                        "{\"filter\":{\"generic_search_term\":\"%s\"}}".formatted(word))
                .toString();
    }

    private long number(String sql) {
        return database.sql(sql)
                .bind("user", erin.id().value())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(0L);
    }
}
