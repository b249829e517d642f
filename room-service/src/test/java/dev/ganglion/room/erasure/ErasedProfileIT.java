package dev.ganglion.room.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.service.erasure.ErasedUsers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

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
        assertThat(published()).contains(room).contains(word);

        erases(erin);

        assertThat(published()).doesNotContain(room);
    }

    private String published() {
        return carol.post(
                        "/publicRooms",
                        "{\"filter\":{\"generic_search_term\":\"%s\"}}".formatted(word))
                .toString();
    }

    @Test
    void anotherReplicaLearnsOfItByTheNumber() {
        ErasedUsers elsewhere = new ErasedUsers(database);
        erases(erin);
        long number = number("select number from rooms.erased_user where user_id = :user");

        assertThat(elsewhere.known().contains(erin.id())).isFalse();
        elsewhere.upTo(number).block();
        assertThat(elsewhere.known().contains(erin.id())).isTrue();
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
