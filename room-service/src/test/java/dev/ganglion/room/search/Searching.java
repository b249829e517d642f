package dev.ganglion.room.search;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.StoredRooms;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Objects;

/** Tests that search what they have sent: all of it is indexed before anybody looks. */
abstract class Searching extends RoomOfAlice {
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired protected DatabaseClient database;

    /** The {@code room_events} of the answer to a search for this test's word. */
    protected JsonNode searches(RoomCaller caller) {
        return searches(caller, "");
    }

    /**
     * The same with more criteria.
     *
     * @param more fields after the search term, each behind a comma
     */
    protected JsonNode searches(RoomCaller caller, String more) {
        return asks(caller, "/search", "\"search_term\":\"" + word + "\"" + more);
    }

    protected JsonNode searchesFor(RoomCaller caller, String term) {
        return asks(caller, "/search", "\"search_term\":" + JSON.writeValueAsString(term));
    }

    protected JsonNode asks(RoomCaller caller, String path, String criteria) {
        awaitIndex();
        byte[] body =
                call(caller, path, criteria)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(body))
                .path("search_categories")
                .path("room_events");
    }

    protected static ResponseSpec call(RoomCaller caller, String path, String criteria) {
        return caller.call(
                HttpMethod.POST,
                "{\"search_categories\":{\"room_events\":{" + criteria + "}}}",
                path);
    }

    /** The IDs of the results, in their order. */
    protected static List<String> found(JsonNode answer) {
        return answer.path("results").valueStream().map(Searching::id).toList();
    }

    protected static String id(JsonNode result) {
        return result.path("result").path("event_id").asString();
    }

    protected static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** Everything that has been sent is indexed. */
    protected void awaitIndex() {
        new StoredRooms(database).awaitReader("search");
    }

    protected long rows(String eventId) {
        return new StoredRooms(database)
                .number(
                        """
                        select count(*) as number
                        from rooms.event_words w
                        join rooms.event e on e.position = w.position
                        where e.event_id = :id
                        """,
                        eventId);
    }
}
