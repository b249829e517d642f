package dev.ganglion.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class DirectoryIT extends RoomOfAlice {
    private static final String LISTING = "/directory/list/room/{room}";

    @Test
    void aPublishedRoomIsListedWithWhatItsStateSays() {
        String listed =
                published(
                        "\"name\":\"Tea "
                                + word
                                + "\",\"topic\":\"On tea\",\"creation_content\":{\"type\":\"m.space\"}");

        JsonObject found = search(word).getFirst();

        assertThat(found.string("room_id")).contains(listed);
        assertThat(found.string("name")).contains("Tea " + word);
        assertThat(found.string("topic")).contains("On tea");
        assertThat(found.string("room_type")).contains("m.space");
        assertThat(found.string("join_rule")).contains("public");
        assertThat(found.integer("num_joined_members")).contains(1L);
        assertThat(found.bool("world_readable")).contains(false);
        assertThat(found.bool("guest_can_join")).contains(false);
    }

    @Test
    void whoHasNoAccountSeesTheDirectoryToo() {
        String listed = published("\"name\":\"" + word + "\"");

        web.get()
                .uri("/_matrix/client/v3/publicRooms?limit=500")
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.chunk[?(@.room_id=='" + listed + "')].name")
                .isEqualTo(word);
    }

    @Test
    void aPrivateRoomIsNotListedUntilItIsPublished() {
        String named = alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"" + word + "\"}");
        assertThat(search(word)).isEmpty();

        alice.put(LISTING, "{\"visibility\":\"public\"}", named);
        assertThat(search(word)).hasSize(1);
        assertThat(alice.read(LISTING, named).string("visibility")).contains("public");

        alice.put(LISTING, "{\"visibility\":\"private\"}", named);
        assertThat(search(word)).isEmpty();
        assertThat(alice.read(LISTING, named).string("visibility")).contains("private");
    }

    @Test
    void publishingIsWhatAnEmptyBodyMeans() {
        String named = alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"" + word + "\"}");

        alice.put(LISTING, "{}", named);

        assertThat(search(word)).hasSize(1);
    }

    @Test
    void aNewNameIsFoundAtOnce() {
        String listed = published("\"name\":\"Old\"");
        assertThat(search(word)).isEmpty();

        alice.put("/rooms/{room}/state/m.room.name", "{\"name\":\"" + word + "\"}", listed);

        assertThat(search(word)).hasSize(1);
    }

    @Test
    void searchingDoesNotMindTheCaseAndTakesSignsLiterally() {
        published("\"name\":\"100%_ Sure " + word + "\"");

        assertThat(search("SURE " + word)).hasSize(1);
        assertThat(search("100%_ sure " + word)).hasSize(1);
        assertThat(search("%" + word)).isEmpty();
    }

    @Test
    void roomTypesNarrowTheSearch() {
        published("\"name\":\"" + word + "\"");
        published("\"name\":\"" + word + "\",\"creation_content\":{\"type\":\"m.space\"}");

        assertThat(searchTypes("[\"m.space\"]")).hasSize(1);
        assertThat(searchTypes("[null]")).hasSize(1);
        assertThat(searchTypes("[null,\"m.space\"]")).hasSize(2);
        assertThat(searchTypes("[]")).isEmpty();
    }

    @Test
    void largeRoomsComeFirstAndPagesLeadThereAndBack() {
        for (int i = 0; i < 5; i++) {
            published("\"name\":\"" + word + " " + i + "\"");
        }
        String large = published("\"name\":\"" + word + " large\"");
        bob.joins(large);

        List<JsonObject> pages = pages(2);

        assertThat(pages).hasSize(3);
        assertThat(ids(pages.getFirst())).startsWith(large);
        assertThat(pages.stream().flatMap(page -> ids(page).stream()))
                .hasSize(6)
                .doesNotHaveDuplicates();
        JsonObject back = query(2, pages.get(1).string("prev_batch"));
        assertThat(ids(back)).isEqualTo(ids(pages.getFirst()));
        assertThat(back.string("prev_batch")).isEmpty();
        assertThat(pages.getFirst().string("prev_batch")).isEmpty();
    }

    @Test
    void onlyWhoMaySetTheMainAliasPublishesARoom() {
        bob.joins(room);

        Refusal.FORBIDDEN.answersPut(bob, LISTING, "{}", room);
        web.put()
                .uri("/_matrix/client/v3" + LISTING, room)
                .headers(tokens.forAdmin(bob.id()))
                .bodyValue("{\"visibility\":\"public\"}")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void unknownRoomsAreNotFound() {
        Refusal.NOT_FOUND.answersGet(alice, LISTING, "!nowhere:test.local");
        Refusal.NOT_FOUND.answersPut(alice, LISTING, "{}", "!nowhere:test.local");
    }

    @Test
    void onlyTheRoomsOfThisNetworkAreHere() {
        published("\"name\":\"" + word + "\"");
        String search = "{\"filter\":{\"generic_search_term\":\"" + word + "\"}";

        assertThat(chunk(alice.post("/publicRooms", search + ",\"include_all_networks\":true}")))
                .hasSize(1);
        assertThat(chunk(alice.post("/publicRooms", search + ",\"third_party_instance_id\":\"\"}")))
                .hasSize(1);
        assertThat(
                        alice.post("/publicRooms", search + ",\"third_party_instance_id\":\"irc\"}")
                                .toString())
                .isEqualTo("{\"chunk\":[],\"total_room_count_estimate\":0}");
        Refusal.INVALID_PARAM.answersPost(
                alice,
                "/publicRooms",
                "{\"include_all_networks\":true,\"third_party_instance_id\":\"irc\"}");
    }

    @Test
    void theServerItselfMayBeNamed() {
        published("\"name\":\"" + word + "\"");

        assertThat(
                        chunk(
                                alice.post(
                                        "/publicRooms?server=test.local",
                                        "{\"filter\":{\"generic_search_term\":\"" + word + "\"}}")))
                .hasSize(1);
        assertThat(
                        alice.read("/publicRooms?server=test.local")
                                .integer("total_room_count_estimate"))
                .hasValueSatisfying(total -> assertThat(total).isPositive());
    }

    @Test
    void d09_aPageIsLimitedHoweverManyAreAskedFor() {
        published("\"name\":\"" + word + "\"");

        assertThat(chunk(alice.read("/publicRooms?limit=1"))).hasSize(1);
        assertThat(alice.read("/publicRooms?limit=1").has("next_batch")).isTrue();
        assertThat(
                        DirectoryQuery.of(
                                new Networks.Own(),
                                Optional.of(9_999_999),
                                Optional.empty(),
                                Optional.empty()))
                .extracting(DirectoryQuery::limit)
                .isEqualTo(500);
    }

    @Test
    void d09_aPageOfLongNamesEndsEarlyAndTheNextGoesOn() {
        String name = word + " " + "x".repeat(60_000);
        List<String> listed =
                Stream.generate(() -> published("\"name\":\"" + name + "\"")).limit(20).toList();

        alice = roomyAlice();
        List<JsonObject> pages = pages(500);

        assertThat(pages).hasSize(2);
        assertThat(pages)
                .allSatisfy(
                        page ->
                                assertThat(page.toString().length())
                                        .isLessThan(1024 * 1024 + 80_000));
        assertThat(pages.stream().flatMap(page -> ids(page).stream()))
                .containsExactlyElementsOf(listed.reversed());
        assertThat(ids(query(500, pages.getLast().string("prev_batch"))))
                .isEqualTo(ids(pages.getFirst()));
    }

    @Test
    void anotherServersDirectoryIsNotFound() {
        Refusal.NOT_FOUND.answersGet(alice, "/publicRooms?server=example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"since\":\"garbage\"}",
                "{\"limit\":0}",
                "{\"limit\":-1}",
            })
    void parametersThatMeanNothingAreRefused(String body) {
        Refusal.INVALID_PARAM.answersPost(alice, "/publicRooms", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"limit\":\"5\"}",
                "{\"filter\":[]}",
                "{\"filter\":{\"room_types\":\"m.space\"}}",
                "{\"filter\":{\"room_types\":[1]}}",
                "{\"filter\":{\"generic_search_term\":1}}",
                "{\"include_all_networks\":\"yes\"}",
                "{\"third_party_instance_id\":1}",
            })
    void bodiesOfAnotherShapeAreRefused(String body) {
        Refusal.BAD_JSON.answersPost(alice, "/publicRooms", body);
    }

    @Test
    void anUnknownVisibilityIsRefused() {
        Refusal.INVALID_PARAM.answersPut(alice, LISTING, "{\"visibility\":\"secret\"}", room);
    }

    private RoomCaller roomyAlice() {
        return new RoomCaller(
                web.mutate()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(8 * 1024 * 1024))
                        .build(),
                tokens,
                "alice");
    }

    private String published(String more) {
        return alice.createsRoom(
                "{\"preset\":\"public_chat\",\"visibility\":\"public\"," + more + "}");
    }

    private List<JsonObject> search(String term) {
        return chunk(
                alice.post(
                        "/publicRooms", "{\"filter\":{\"generic_search_term\":\"" + term + "\"}}"));
    }

    private List<JsonObject> searchTypes(String types) {
        return chunk(
                alice.post(
                        "/publicRooms",
                        "{\"filter\":{\"generic_search_term\":\""
                                + word
                                + "\",\"room_types\":"
                                + types
                                + "}}"));
    }

    private List<JsonObject> pages(int limit) {
        List<JsonObject> pages = new ArrayList<>();
        Optional<String> since = Optional.empty();
        do {
            pages.add(query(limit, since));
            since = pages.getLast().string("next_batch");
        } while (since.isPresent());
        return pages;
    }

    private JsonObject query(int limit, Optional<String> since) {
        return alice.post(
                "/publicRooms",
                "{\"limit\":"
                        + limit
                        + since.map(token -> ",\"since\":\"" + token + "\"").orElse("")
                        + ",\"filter\":{\"generic_search_term\":\""
                        + word
                        + "\"}}");
    }

    private static List<String> ids(JsonObject page) {
        return chunk(page).stream().map(found -> found.string("room_id").orElseThrow()).toList();
    }

    private static List<JsonObject> chunk(JsonObject page) {
        return page.array("chunk").orElse(JsonArray.EMPTY).objects().toList();
    }
}
