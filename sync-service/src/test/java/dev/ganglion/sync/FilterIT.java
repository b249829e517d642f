package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Filters, stored and given with the request, and lazy-loaded members. */
class FilterIT {
    private static final String FILTERS = "/user/{user}/filter";
    private static final String LAZY =
            "{\"room\":{\"state\":{\"lazy_load_members\":true},\"timeline\":{\"limit\":1}}}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");

    @Test
    void aStoredFilterIsUsedByItsName() {
        String room = alice.createsRoom();
        alice.sends(room, "hello");
        String filter = "{\"room\":{\"timeline\":{\"types\":[\"m.room.message\"]}}}";

        String id = define(filter);
        SyncResult sync = alice.syncs("filter=" + id);

        assertThat(sync.timeline(room)).hasSize(1);
        assertThat(define(filter)).isEqualTo(id);
        assertThat(alice.sync(HttpMethod.GET, FILTERS + "/" + id, "", alice.id()).keys())
                .containsExactly("room");
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreSent() {
        String room = alice.createsRoom();
        alice.sends(room, "hello");

        SyncResult sync =
                SyncIT.awaitMessage(
                        alice,
                        "filter={filter}",
                        room,
                        "hello",
                        "{\"event_fields\":[\"type\",\"content.body\",\"sender.x\",\"content\\\\.x\"]}");

        assertThat(sync.timeline(room))
                .last()
                .hasToString("{\"content\":{\"body\":\"hello\"},\"type\":\"m.room.message\"}");
        assertThat(sync.timeline(room)).first().hasToString("{\"type\":\"m.room.create\"}");
    }

    @Test
    void eventsAreSentAsServersExchangeThemToWhomAsks() {
        String room = alice.createsRoom();
        String hello = alice.sends(room, "hello");

        SyncResult sync =
                SyncIT.awaitMessage(
                        alice,
                        "filter={filter}",
                        room,
                        "hello",
                        "{\"event_format\":\"federation\",\"room\":{\"timeline\":{\"limit\":1}}}");

        JsonObject event = sync.timeline(room).getLast();
        assertThat(event.keys())
                .contains("auth_events", "prev_events", "depth", "hashes", "signatures", "room_id");
        assertThat(event.string("event_id")).contains(hello);
        assertThat(sync.state(room, "m.room.create", "").orElseThrow().keys()).contains("hashes");
    }

    @Test
    void aRedactedEventIsRedactedInEveryForm() {
        String room = alice.createsRoom();
        String secret = alice.sends(room, "a secret");
        alice.redacts(room, secret);

        SyncResult sync =
                await().until(
                                () ->
                                        alice.syncs(
                                                "filter={filter}",
                                                "{\"event_format\":\"federation\"}"),
                                told -> told.json().toString().contains("m.room.redaction"));

        assertThat(sync.json().toString()).doesNotContain("a secret");
    }

    @Test
    void whatTheTimelineFilterKeepsOutStillArrivesAsState() {
        String room = alice.createsRoom();
        SyncResult before = SyncIT.awaitJoin(alice, room);
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"new\"}");
        alice.sends(room, "hello");

        SyncResult after =
                SyncIT.awaitMessage(
                        alice,
                        "filter={filter}&since=" + before.nextBatch(),
                        room,
                        "hello",
                        "{\"room\":{\"timeline\":{\"not_types\":[\"m.room.t*\"]}}}");

        assertThat(after.timeline(room)).hasSize(1);
        assertThat(after.state(room, "m.room.topic", "")).isPresent();
    }

    @Test
    void roomsAndSendersAreFiltered() {
        String wanted = alice.createsRoom(bob);
        String other = alice.createsRoom();
        bob.joins(wanted);
        alice.sends(wanted, "from alice");
        bob.sends(wanted, "from bob");

        SyncResult sync =
                SyncIT.awaitMessage(
                        alice,
                        "filter={filter}",
                        wanted,
                        "from bob",
                        "{\"room\":{\"not_rooms\":[\""
                                + other
                                + "\"],\"timeline\":{\"senders\":[\""
                                + bob.id()
                                + "\"]}}}");

        assertThat(sync.messages(wanted)).containsExactly("from bob");
        assertThat(sync.joined(other).isEmpty()).isTrue();
    }

    @Test
    void aFilterThatLetsNothingThroughLetsTheRequestWait() {
        String room = alice.createsRoom();
        SyncResult before = alice.syncs();
        String filter =
                define(
                        "{\"room\":{\"timeline\":{\"types\":[\"org.example.none\"]},\"state\":{\"types\":[]}}}");
        alice.sends(room, "not wanted");

        SyncResult after =
                alice.syncs("timeout=500&filter=" + filter + "&since=" + before.nextBatch());

        assertThat(after.isEmpty()).isTrue();
        assertThat(alice.syncs("filter=" + filter + "&since=" + after.nextBatch()).isEmpty())
                .isTrue();
    }

    @Test
    void onlyMembershipsThatAreNeededAreSentAndEachOnce() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"named\"}");
        List<TestUser> others =
                IntStream.range(0, 4).mapToObj(i -> Suite.shared().user("member")).toList();
        others.forEach(member -> member.joins(room));
        TestUser speaker = others.getFirst();
        speaker.sends(room, "one");

        SyncResult first = SyncIT.awaitMessage(alice, "filter={filter}", room, "one", LAZY);
        speaker.sends(room, "two");
        SyncResult second =
                SyncIT.awaitMessage(
                        alice, "filter={filter}&since=" + first.nextBatch(), room, "two", LAZY);

        assertThat(members(first, room))
                .containsExactlyInAnyOrder(alice.id().value(), speaker.id().value());
        assertThat(members(second, room)).isEmpty();
    }

    @Test
    void anAnswerThatGotLostBringsItsMembershipsAgain() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"named\"}");
        bob.joins(room);
        String last = alice.sends(room, "mine");
        SyncResult before = SyncIT.awaitMessage(alice, "filter={filter}", room, "mine", LAZY);
        bob.sends(room, "hello");
        String query = "filter={filter}&since=" + before.nextBatch();

        SyncResult lost = SyncIT.awaitMessage(alice, query, room, "hello", LAZY);
        SyncResult again = alice.syncs(query, LAZY);

        assertThat(last).isNotEmpty();
        assertThat(members(lost, room)).containsExactly(bob.id().value());
        assertThat(members(again, room)).containsExactly(bob.id().value());
    }

    @Test
    void whatChangedWhileTheReaderWasOutsideIsSentThoughTheMemberWasKnown() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"named\"}");
        bob.joins(room);
        carol.joins(room);
        bob.sends(room, "one");
        SyncResult known = SyncIT.awaitMessage(carol, "filter={filter}", room, "one", LAZY);
        carol.leaves(room);
        bob.sets(
                room,
                "m.room.member",
                bob.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Robert\"}");
        carol.joins(room);
        bob.sends(room, "two");

        SyncResult back =
                SyncIT.awaitMessage(
                        carol, "filter={filter}&since=" + known.nextBatch(), room, "two", LAZY);

        assertThat(members(known, room)).contains(bob.id().value());
        assertThat(back.state(room, "m.room.member", bob.id().value()).orElseThrow().toString())
                .contains("Robert");
    }

    @Test
    void ephemeralEventsOfRoomsThatAreFilteredOutAreNotSentAtFirstEither() {
        String wanted = alice.createsRoom();
        String unwanted = alice.createsRoom();
        for (String room : List.of(wanted, unwanted)) {
            String event = alice.sends(room, "hello");
            alice.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, event);
            alice.sync(
                    HttpMethod.PUT,
                    "/rooms/{room}/typing/{user}",
                    "{\"typing\":true,\"timeout\":60000}",
                    room,
                    alice.id());
        }
        await().until(
                        alice::syncs,
                        sync ->
                                !sync.ephemeral(wanted, "m.receipt").isEmpty()
                                        && !sync.ephemeral(unwanted, "m.receipt").isEmpty()
                                        && !sync.ephemeral(unwanted, "m.typing").isEmpty());

        SyncResult sync =
                alice.syncs(
                        "filter={filter}",
                        "{\"room\":{\"ephemeral\":{\"not_rooms\":[\"%s\"]}}}".formatted(unwanted));

        assertThat(sync.ephemeral(wanted, "m.receipt")).isNotEmpty();
        assertThat(sync.ephemeral(unwanted, "m.receipt")).isEmpty();
        assertThat(sync.ephemeral(unwanted, "m.typing")).isEmpty();
    }

    @Test
    void nobodyUsesTheFiltersOfOthers() {
        String id = define("{}");

        bob.tries(HttpMethod.POST, FILTERS, "{}", alice.id()).expectStatus().isForbidden();
        bob.reads(FILTERS + "/" + id, bob.id()).expectStatus().isNotFound();
        bob.reads("/sync?filter=" + id).expectStatus().isBadRequest();
        alice.reads("/sync?filter=nonsense").expectStatus().isBadRequest();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"room\":5}",
                "{\"room\":{\"timeline\":{\"limit\":0}}}",
                "{\"room\":{\"timeline\":{\"limit\":\"x\"}}}",
                "{\"room\":{\"timeline\":{\"types\":[null]}}}",
                "{\"event_format\":\"xml\"}",
                "{\"room\":{\"rooms\":[null]}}",
                "{\"event_fields\":[null]}",
                "{\"event_fields\":\"type\"}",
                "{\"event_fields\":[1,{}]}",
                "[]",
                "{"
            })
    void aFilterOfTheWrongShapeIsRefused(String filter) {
        alice.tries(HttpMethod.POST, FILTERS, filter, alice.id()).expectStatus().isBadRequest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "federation"})
    void theFormatsOfEventsAreCalledAsTheSpecificationCallsThem(String format) {
        String filter = "{\"event_format\":\"" + format + "\"}";

        define(filter);
        alice.reads("/sync?filter={filter}", filter).expectStatus().isOk();
    }

    @Test
    void whatIsWrongWithAFilterIsToldInItsOwnWords() {
        alice.reads("/sync?filter={filter}", "{\"room\":{\"timeline\":{\"limit\":\"x\"}}}")
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("room.timeline.limit is not as expected"));
        alice.reads("/sync?full_state=x")
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("full_state"));
    }

    @Test
    void d03NobodyStoresMoreThanAThousandFiltersButEverybodyTheSameAgain() {
        String first = define("{\"event_fields\":[\"type\"]}");
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        """
                        insert into sync.filter (user_id, json)
                        select ?, convert_to('{"n":' || n || '}', 'UTF8')
                        from generate_series(1, 999) n
                        """,
                        alice.id().value());

        assertThat(define("{\"event_fields\":[\"type\"]}")).isEqualTo(first);
        alice.tries(HttpMethod.POST, FILTERS, "{\"presence\":{\"limit\":7}}", alice.id())
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
    }

    @Test
    void d03AFilterBeyondTheLimitIsRefused() {
        String rooms = "\"!r:test.local\",".repeat(10_000);

        alice.tries(
                        HttpMethod.POST,
                        FILTERS,
                        "{\"room\":{\"rooms\":[" + rooms + "\"\"]}}",
                        alice.id())
                .expectStatus()
                .isEqualTo(413);
    }

    private String define(String filter) {
        return alice.sync(HttpMethod.POST, FILTERS, filter, alice.id())
                .string("filter_id")
                .orElseThrow();
    }

    private static List<String> members(SyncResult sync, String room) {
        return sync.state(room).stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.member")))
                .map((JsonObject event) -> event.string("state_key").orElseThrow())
                .toList();
    }
}
