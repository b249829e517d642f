package dev.ganglion.room.mutualrooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.persist.RoomClosing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

class MutualRoomsIT extends RoomOfAlice {
    private static final String PATH = "/_matrix/client/v1/mutual_rooms";
    private static final String EARLIER =
            "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms";

    @Autowired private DatabaseClient database;
    @Autowired private RoomClosing closing;

    private RoomCaller carol;
    private RoomCaller dave;

    @BeforeEach
    void twoWhomNobodyKnows() {
        carol = new RoomCaller(web, tokens, "carol" + word);
        dave = new RoomCaller(web, tokens, "dave" + word);
    }

    @Test
    void onlyRoomsThatBothAreInNowAreListed() {
        String left = alice.createsRoom("{\"preset\":\"public_chat\"}");
        String ofOne = alice.createsRoom("{\"preset\":\"public_chat\"}");
        String invited = carol.createsRoom("{}");
        String closed = alice.createsRoom("{\"preset\":\"public_chat\"}");
        List.of(room, left, closed).forEach(carol::joins);
        List.of(room, left, ofOne, closed).forEach(dave::joins);
        closing.close(RoomId.parse(closed), RoomClosing.Attachment.ANY, Duration.ofDays(1)).block();
        dave.post("/rooms/{room}/leave", "{}", left);
        carol.invites(invited, dave);

        JsonObject answer = read(PATH + "?user_id={user}", dave.id().value());

        assertThat(joined(answer)).containsExactly(room);
        assertThat(answer.integer("count")).contains(1L);
        assertThat(answer.has("next_batch")).isFalse();
    }

    @Test
    void manyRoomsComeInPages() {
        inManyRooms(230);

        JsonObject first = read(PATH + "?user_id={user}", dave.id().value());
        JsonObject second = next(first);
        JsonObject third = next(second);

        assertThat(List.of(first, second, third))
                .allSatisfy(page -> assertThat(page.integer("count")).contains(230L));
        assertThat(joined(first)).hasSize(100).isSorted();
        assertThat(joined(second)).hasSize(100);
        assertThat(joined(third)).hasSize(30).doesNotContainAnyElementsOf(joined(second));
        assertThat(third.has("next_batch")).isFalse();
    }

    @Test
    void theEarlierPathSaysTheSameInItsOwnWords() {
        inManyRooms(101);

        JsonObject first = read(EARLIER + "?user_id={user}", dave.id().value());
        JsonObject second =
                read(
                        EARLIER + "?user_id={user}&batch_token={token}",
                        dave.id().value(),
                        first.string("next_batch_token").orElseThrow());

        assertThat(joined(first)).hasSize(100);
        assertThat(joined(second)).hasSize(1);
        assertThat(second.has("next_batch_token")).isFalse();
    }

    @Test
    void nobodyHasRoomsInCommonWithNobody() {
        assertThat(read(PATH + "?user_id={user}", "@nobody:example.org").toString())
                .isEqualTo("{\"count\":0,\"joined\":[]}");
    }

    @Test
    void requestsThatMeanNothingAreRefused() {
        Refusal.MISSING_PARAM.answers(get(PATH));
        Refusal.INVALID_PARAM.answers(get(PATH + "?user_id={user}", carol.id().value()));
        Refusal.INVALID_PARAM.answers(get(PATH + "?user_id={user}", "dave"));
        Refusal.INVALID_PARAM.answers(get(PATH + "?user_id={user}", "@no server"));
        Refusal.INVALID_PARAM.answers(get(PATH + "?user_id={user}", "@d\u00e4ve:test.local"));
        Refusal.INVALID_PARAM.answers(get(PATH + "?user_id={user}", "@:test.local"));
        Refusal.INVALID_PARAM.answers(
                get(PATH + "?user_id={user}&from={token}", dave.id().value(), "garbage"));
        Refusal.INVALID_PARAM.answers(
                get(EARLIER + "?user_id={user}&batch_token={token}", dave.id().value(), "x"));
    }

    /** Straight into the tables: nothing else would be quick. */
    private void inManyRooms(int count) {
        database.sql(
                        """
                        with created as (
                            insert into rooms.room (room_id, room_version, creator)
                            select '!' || :word || lpad(n::text, 4, '0') || ':test.local', '11', :carol
                            from generate_series(1, :count) as n
                            returning room_nid),
                        opened as (
                            insert into rooms.room_head (room_nid, version, depth, forward_extremities,
                                latest_position, notify_count, joined_members, invited_members)
                            select room_nid, 0, 0, '{}', 0, 0, 2, 0
                            from created)
                        insert into rooms.room_member (room_nid, user_id, membership, event_position)
                        select c.room_nid, m.user_id, 'join', 0
                        from created c
                        cross join unnest(array[:carol, :dave]) as m(user_id)
                        """)
                .bind("word", word)
                .bind("count", count)
                .bind("carol", carol.id().value())
                .bind("dave", dave.id().value())
                .then()
                .block();
    }

    private JsonObject next(JsonObject page) {
        return read(
                PATH + "?user_id={user}&from={token}",
                dave.id().value(),
                page.string("next_batch").orElseThrow());
    }

    private JsonObject read(String path, Object... variables) {
        byte[] body =
                get(path, variables)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body));
    }

    private ResponseSpec get(String path, Object... variables) {
        return web.get().uri(path, variables).headers(tokens.forUser(carol.id())).exchange();
    }

    private static List<String> joined(JsonObject answer) {
        return answer.array("joined").orElse(JsonArray.EMPTY).strings().toList();
    }
}
