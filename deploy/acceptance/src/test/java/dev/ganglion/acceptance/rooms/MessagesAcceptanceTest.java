package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.absentEvent;
import static dev.ganglion.acceptance.rooms.Party.eventIds;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.IntStream;

/** {@code message_pagination.yaml} and {@code event_context.yaml}. */
@ExtendWith(Stage.class)
class MessagesAcceptanceTest {
    private static final String LAZY =
            """
            {"types": ["m.room.message"], "lazy_load_members": true}
            """;

    private static final JsonObject PICTURE =
            json(
                    """
                    {"msgtype": "m.image", "body": "tea.png", "url": "mxc://a.b/c"}
                    """);

    private final Party party;
    private final RoomId room;
    private final List<String> sent;

    MessagesAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
        this.sent =
                IntStream.range(0, 6)
                        .mapToObj(number -> party.alice().send(room, "message " + number).value())
                        .toList();
    }

    @Test
    void historyIsReadBackwardsAndForwardsBetweenTwoPlaces() {
        JsonObject last = messages("?dir=b&limit=2");
        String from = escaped(last.string("end").orElseThrow());
        JsonObject before = messages("?dir=b&limit=2&from=" + from);
        String to = escaped(before.string("end").orElseThrow());

        assertThat(eventIds(last, "chunk")).containsExactly(sent.get(5), sent.get(4));
        assertThat(eventIds(before, "chunk")).containsExactly(sent.get(3), sent.get(2));
        assertThat(eventIds(messages("?dir=b&limit=9&from=" + from + "&to=" + to), "chunk"))
                .isEqualTo(eventIds(before, "chunk"));
        assertThat(eventIds(messages("?dir=f&limit=9&from=" + to + "&to=" + from), "chunk"))
                .containsExactly(sent.get(2), sent.get(3));
    }

    @Test
    void aFilterChoosesAndBringsTheSendersMemberEvents() {
        JsonObject page = messages("?dir=f&limit=20&filter=" + escaped(LAZY));

        assertThat(eventIds(page, "chunk")).isEqualTo(sent);
        assertThat(page.array("state").orElseThrow().objects())
                .extracting(event -> event.string("state_key").orElseThrow())
                .containsExactly(party.alice().userId().value());
        assertThat(page.string("end")).isEmpty();
    }

    @Test
    void everyPartOfAFilterCounts() {
        EventId link = party.bob().send(room, "m.room.message", unique("txn"), PICTURE);
        String filter =
                escaped(
                        """
                        {"limit": 9, "rooms": ["%s"], "not_rooms": ["!other:test.local"],
                         "senders": ["%s"], "not_senders": ["@nobody:test.local"],
                         "types": ["m.room.*"], "not_types": ["m.room.member"],
                         "contains_url": true, "lazy_load_members": true,
                         "include_redundant_members": true,
                         "unread_thread_notifications": false}
                        """
                                .formatted(room, party.bob().userId()));

        assertThat(eventIds(messages("?dir=b&filter=" + filter), "chunk"))
                .containsExactly(link.value());
        assertThat(
                        eventIds(
                                party.bob().get(path(sent.get(5)) + "?filter=" + filter),
                                "events_after"))
                .containsExactly(link.value());
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=2,              M_MISSING_PARAM",
        "?dir=up,               M_INVALID_PARAM",
        "?dir=b&limit=few,      M_INVALID_PARAM",
        "?dir=b&from=tea,       M_INVALID_PARAM",
        "?dir=b&to=tea,         M_INVALID_PARAM",
        "?dir=b&filter=tea,     M_NOT_JSON"
    })
    void aParameterThatCannotBeIsRefused(String query, String errcode) {
        refused(400, errcode, () -> messages(query));
    }

    @Test
    void theEventsAroundAnEventAreRead() {
        JsonObject context =
                party.bob().get(path(sent.get(3)) + "?limit=4&filter=" + escaped(LAZY));

        assertThat(eventIds(context, "events_before")).containsExactly(sent.get(2), sent.get(1));
        assertThat(context.object("event").orElseThrow().string("event_id")).contains(sent.get(3));
        assertThat(eventIds(context, "events_after")).containsExactly(sent.get(4), sent.get(5));
        assertThat(eventIds(messages("?dir=b&limit=1&from=" + token(context, "start")), "chunk"))
                .containsExactly(sent.get(0));
        assertThat(context.array("state")).isPresent();
    }

    @Test
    void theEventAloneIsReadWhenNothingAroundItIsWanted() {
        JsonObject context = party.bob().get(path(sent.get(3)) + "?limit=0");

        assertThat(context.object("event").orElseThrow().string("event_id")).contains(sent.get(3));
        assertThat(eventIds(context, "events_before")).isEmpty();
        assertThat(eventIds(context, "events_after")).isEmpty();
    }

    @Test
    void anEventThatIsNotThereHasNothingAroundIt() {
        refused(404, "M_NOT_FOUND", () -> party.bob().get(path(absentEvent().value())));
    }

    @Test
    void whoWasNeverInTheRoomReadsNothing() {
        RoomId closed = party.privateRoom();
        EventId event = party.alice().send(closed, "private");

        refused(
                403,
                "M_FORBIDDEN",
                () -> party.mallory().get(v3("rooms", closed, "messages") + "?dir=b"));
        refused(
                403,
                "M_FORBIDDEN",
                () -> party.mallory().get(v3("rooms", closed, "context", event)));
    }

    private JsonObject messages(String query) {
        return party.bob().get(v3("rooms", room, "messages") + query);
    }

    private String path(String event) {
        return v3("rooms", room, "context", event);
    }

    private static String token(JsonObject page, String name) {
        return escaped(page.string(name).orElseThrow());
    }
}
