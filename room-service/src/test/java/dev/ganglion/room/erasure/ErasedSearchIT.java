package dev.ganglion.room.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.StoredRooms;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.Objects;

/** Where an erased user may still be found. */
class ErasedSearchIT extends RoomOfErin {
    private static final JsonMapper JSON = new JsonMapper();
    @Autowired private DatabaseClient database;

    @Test
    void a18WordsAreFoundByThoseAloneWhoMayReadThem() {
        erases(erin);
        carol.joins(room);

        assertThat(hits(bob)).isPositive();
        JsonNode carols = searches(carol);
        assertThat(carols.path("count").asInt()).isZero();
        assertThat(carols.toString()).doesNotContain(word);
    }

    @Test
    void a18WhatStandsBesideAResultIsHiddenToo() {
        erases(erin);
        carol.joins(room);
        carol.sends(room, "carol says " + word, "c1");

        JsonNode answer = searches(carol);

        assertThat(answer.path("count").asInt()).isEqualTo(1);
        assertThat(answer.toString()).doesNotContain("mxc://test.local");
        JsonNode context = answer.path("results").path(0).path("context");
        assertThat(context.path("profile_info").properties())
                .extracting(Map.Entry::getKey)
                .contains(erin.id().value());
        assertThat(context.path("profile_info").toString()).doesNotContain(word);
        assertThat(context.path("events_before").toString()).contains(reply).doesNotContain(word);
        assertThat(answer.path("state").path(room).toString())
                .contains("m.room.name")
                .doesNotContain(word);
    }

    /** More changes of a membership than are read of each room at once. */
    @Test
    void whoWasThereLongAgoFindsThemHoweverOftenTheirNameHasChanged() {
        erases(erin);
        for (int i = 0; i < 32; i++) {
            bob.put(
                    "/rooms/{room}/state/m.room.member/{user}",
                    "{\"membership\":\"join\",\"displayname\":\"%d\"}".formatted(i),
                    room,
                    bob.id());
        }

        assertThat(hits(bob)).isPositive();
    }

    private long hits(RoomCaller who) {
        return searches(who).path("count").asLong();
    }

    private JsonNode searches(RoomCaller who) {
        new StoredRooms(database).awaitReader("search");
        byte[] body =
                who.call(
                                HttpMethod.POST,
                                """
                                {"search_categories":{"room_events":{"search_term":"%s",
                                    "include_state":true,"event_context":{"include_profile":true}}}}
                                """
                                        .formatted(word),
                                "/search")
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(body))
                .path("search_categories")
                .path("room_events");
    }
}
