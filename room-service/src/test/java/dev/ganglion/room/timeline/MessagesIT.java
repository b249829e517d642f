package dev.ganglion.room.timeline;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;

class MessagesIT extends RoomOfAlice {
    private static final String MESSAGES = "/rooms/{room}/messages";
    private static final String TEXT_ONLY = "{\"types\":[\"m.room.message\"]}";

    @Test
    void backwardsFromTheEndTheNewestComesFirst() {
        say("one", "two", "three");

        JsonObject page = alice.read(MESSAGES + "?dir=b&limit=2", room);

        assertThat(texts(page)).containsExactly("three", "two");
        assertThat(page.string("end")).isPresent();
    }

    @Test
    void forwardsFromTheBeginningTheCreateEventComesFirst() {
        JsonObject page = alice.read(MESSAGES + "?dir=f&limit=2", room);

        assertThat(types(page)).containsExactly("m.room.create", "m.room.member");
    }

    @Test
    void pagingBackwardsGivesEveryEventOnceAndEndsAtTheBeginning() {
        IntStream.range(0, 25).forEach(i -> alice.sends(room, "m" + i, "t" + i));

        List<JsonObject> all = everything("b", 7);

        assertThat(all.stream().map(event -> event.string("event_id").orElseThrow()))
                .doesNotHaveDuplicates();
        assertThat(all.getLast().string("type")).contains("m.room.create");
        assertThat(all.stream().flatMap(MessagesIT::text))
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> "m" + i).toList().reversed());
    }

    @Test
    void bothDirectionsGiveTheSameEvents() {
        IntStream.range(0, 12).forEach(i -> alice.sends(room, "m" + i, "t" + i));

        assertThat(ids(everything("f", 5))).isEqualTo(ids(everything("b", 3)).reversed());
    }

    @Test
    void aPageEndsAtTheTokenThatIsGivenForItsEnd() {
        say("one", "two");
        String middle = alice.read(MESSAGES + "?dir=b&limit=1", room).string("end").orElseThrow();
        say("three", "four");

        JsonObject page = alice.read(MESSAGES + "?dir=b&to={to}", room, middle);

        assertThat(texts(page)).containsExactly("four", "three", "two");
        assertThat(page.string("end")).isEmpty();
    }

    @Test
    void theStartIsTheTokenThatWasGiven() {
        say("one", "two");
        String end = alice.read(MESSAGES + "?dir=b&limit=1", room).string("end").orElseThrow();

        JsonObject page = alice.read(MESSAGES + "?dir=b&from={from}&limit=1", room, end);

        assertThat(page.string("start")).contains(end);
        assertThat(texts(page)).containsExactly("one");
    }

    @Test
    void onlyWhatTheFilterWantsIsShown() {
        say("one");
        alice.put("/rooms/{room}/send/m.reaction/r1", "{}", room);
        say("two");

        JsonObject page = alice.read(MESSAGES + "?dir=b&limit=50&filter={filter}", room, TEXT_ONLY);

        assertThat(texts(page)).containsExactly("two", "one");
        assertThat(types(page)).containsOnly("m.room.message");
    }

    @Test
    void r08_aWholePageOfFilteredEventsDoesNotEndThePaging() {
        say("the first");
        IntStream.range(0, 500)
                .parallel()
                .forEach(i -> alice.put("/rooms/{room}/send/m.reaction/{t}", "{}", room, "r" + i));

        JsonObject page = alice.read(MESSAGES + "?dir=b&limit=10&filter={filter}", room, TEXT_ONLY);

        assertThat(texts(page)).containsExactly("the first");
    }

    @Test
    void lazilyLoadedMembersAreThoseOfTheSenders() {
        bob.joins(room);
        say("one");

        JsonObject page =
                alice.read(
                        MESSAGES + "?dir=b&limit=1&filter={filter}",
                        room,
                        "{\"lazy_load_members\":true}");

        assertThat(objects(page, "state").map(event -> event.string("state_key").orElseThrow()))
                .containsExactly(alice.id().value());
    }

    @Test
    void aMemberWhoWasPutOutSeesNothingSentAfterwards() {
        bob.joins(room);
        say("before");
        alice.post("/rooms/{room}/kick", "{\"user_id\":\"" + bob.id() + "\"}", room);
        say("after");

        JsonObject page = bob.read(MESSAGES + "?dir=b&limit=3", room);

        assertThat(texts(page)).containsExactly("before");
        assertThat(types(page)).startsWith("m.room.member");
    }

    @Test
    void r07_historyForMembersHidesWhatCameBeforeTheJoin() {
        setVisibility("joined");
        say("secret");
        bob.joins(room);
        say("open");

        List<String> seen =
                bob.read(MESSAGES + "?dir=b&limit=50", room)
                        .array("chunk")
                        .orElseThrow()
                        .objects()
                        .flatMap(MessagesIT::text)
                        .toList();

        assertThat(seen).containsExactly("open");
    }

    @Test
    void r07_historyForTheInvitedBeginsWithTheInvitation() {
        setVisibility("invited");
        say("secret");
        alice.invites(room, bob);
        say("while invited");
        bob.joins(room);

        assertThat(texts(bob.read(MESSAGES + "?dir=b&limit=50", room)))
                .containsExactly("while invited");
    }

    @Test
    void r07_sharedHistoryIsForNewMembersToo() {
        say("from before");
        bob.joins(room);

        assertThat(texts(bob.read(MESSAGES + "?dir=b&limit=50", room)))
                .containsExactly("from before");
    }

    @Test
    void r07_worldReadableHistoryIsForEverybodyWhileItIs() {
        setVisibility("world_readable");
        say("for all");

        assertThat(texts(bob.read(MESSAGES + "?dir=b&limit=50", room))).containsExactly("for all");
        assertThat(texts(bob.read(MESSAGES + "?dir=f&limit=50", room))).containsExactly("for all");
    }

    @Test
    void r03_aRedactedMessageShowsNothingButItsRedaction() {
        String event = alice.sends(room, "regretted", "t1");
        alice.put("/rooms/{room}/redact/{event}/t2", "{\"reason\":\"typo\"}", room, event);

        JsonObject page = alice.read(MESSAGES + "?dir=b&limit=2", room);

        assertThat(page.toString()).doesNotContain("regretted");
        JsonObject redacted = objects(page, "chunk").toList().getLast();
        assertThat(redacted.object("content")).contains(JsonObject.EMPTY);
        assertThat(
                        redacted.object("unsigned")
                                .flatMap(unsigned -> unsigned.object("redacted_because"))
                                .flatMap(because -> because.object("content"))
                                .flatMap(content -> content.string("reason")))
                .contains("typo");
    }

    @Test
    void theSendingDeviceAloneSeesItsTransactionId() {
        bob.joins(room);
        alice.sends(room, "hello", "mine");

        assertThat(newestUnsigned(alice).string("transaction_id")).contains("mine");
        assertThat(newestUnsigned(bob).string("transaction_id")).isEmpty();
    }

    @Test
    void stateSaysWhatItReplaced() {
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"old\"}", room);
        alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"new\"}", room);

        JsonObject unsigned = newestUnsigned(alice);

        assertThat(unsigned.object("prev_content")).contains(JsonObject.of("topic", "old"));
        assertThat(unsigned.string("replaces_state").orElseThrow()).startsWith("$");
        assertThat(unsigned.string("membership")).contains("join");
    }

    @Test
    void whoHasNeverBeenInARoomReadsNothing() {
        Refusal.FORBIDDEN.answersGet(bob, MESSAGES + "?dir=b", room);
        Refusal.FORBIDDEN.answersGet(bob, MESSAGES + "?dir=b", "!nowhere:test.local");
    }

    @Test
    void whoTurnedDownAnInvitationReadsNothing() {
        String closed = alice.createsRoom("{\"preset\":\"private_chat\"}");
        alice.invites(closed, bob);
        bob.post("/rooms/{room}/leave", "{}", closed);

        Refusal.FORBIDDEN.answersGet(bob, MESSAGES + "?dir=b", closed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?dir=x",
                "?dir=b&from=nonsense",
                "?dir=b&from=t0--1",
                "?dir=b&from=t0-99999999999999999999",
                "?dir=b&to=s",
                "?dir=b&limit=0",
                "?dir=b&limit=-5",
                "?dir=b&limit=many",
            })
    void parametersThatMeanNothingAreRefused(String query) {
        Refusal.INVALID_PARAM.answersGet(alice, MESSAGES + query, room);
    }

    @Test
    void aDirectionIsNeeded() {
        Refusal.MISSING_PARAM.answersGet(alice, MESSAGES, room);
    }

    @Test
    void aFilterThatIsNoneIsRefused() {
        Refusal.NOT_JSON.answersGet(alice, MESSAGES + "?dir=b&filter={filter}", room, "{");
        Refusal.BAD_JSON.answersGet(
                alice, MESSAGES + "?dir=b&filter={filter}", room, "{\"types\":1}");
    }

    @Test
    void aTokenFromTheFutureIsTheEnd() {
        JsonObject page = alice.read(MESSAGES + "?dir=f&from=t0-999999999", room);

        assertThat(objects(page, "chunk")).isEmpty();
        assertThat(page.string("end")).isEmpty();
    }

    private void say(String... texts) {
        for (String text : texts) {
            alice.sends(room, text, "say-" + text);
        }
    }

    private void setVisibility(String visibility) {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility",
                "{\"history_visibility\":\"" + visibility + "\"}",
                room);
    }

    private JsonObject newestUnsigned(RoomCaller reader) {
        JsonObject page = reader.read(MESSAGES + "?dir=b&limit=1", room);
        return objects(page, "chunk").findFirst().orElseThrow().object("unsigned").orElseThrow();
    }

    private List<JsonObject> everything(String dir, int limit) {
        List<JsonObject> all = new ArrayList<>();
        Optional<String> from = Optional.empty();
        do {
            String query = "?dir=" + dir + "&limit=" + limit;
            JsonObject page =
                    alice.read(MESSAGES + query + from.map(t -> "&from=" + t).orElse(""), room);
            objects(page, "chunk").forEach(all::add);
            from = page.string("end");
        } while (from.isPresent());
        return all;
    }

    private static List<String> ids(List<JsonObject> events) {
        return events.stream().map(event -> event.string("event_id").orElseThrow()).toList();
    }

    private static Stream<JsonObject> objects(JsonObject page, String key) {
        return page.array(key).orElse(JsonArray.EMPTY).objects();
    }

    private static List<String> types(JsonObject page) {
        return objects(page, "chunk").map(event -> event.string("type").orElseThrow()).toList();
    }

    private static List<String> texts(JsonObject page) {
        return objects(page, "chunk").flatMap(MessagesIT::text).toList();
    }

    private static Stream<String> text(JsonObject event) {
        return event.object("content").flatMap(content -> content.string("body")).stream();
    }
}
