package dev.ganglion.room.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.visibility.Told.Message;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.MembershipTimeline;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * R07: each history visibility with each way in and out of a room and each way of reading it. The
 * table says which of Alice's messages Bob sees in the end: the first is said before the first
 * step, each other one after a step.
 */
@GanglionTest
class HistoryVisibilityMatrixIT {
    private static final List<Row> ROWS =
            List.of(
                    new Row(MembershipTimeline.NEVER_INSIDE, "012", "", "", "", ""),
                    new Row(MembershipTimeline.INVITED, "012", "", "", "", ""),
                    new Row(MembershipTimeline.INVITATION_TURNED_DOWN, "012", "01", "", "", ""),
                    new Row(MembershipTimeline.KNOCKING, "012", "", "", "", ""),
                    new Row(MembershipTimeline.JOINED, "012", "012", "012", "12", "12"),
                    new Row(MembershipTimeline.INVITED_AND_JOINED, "012", "012", "012", "12", "2"),
                    new Row(MembershipTimeline.LEFT, "0123", "012", "012", "12", "2"),
                    new Row(MembershipTimeline.KICKED, "012", "01", "01", "1", "1"),
                    new Row(MembershipTimeline.BANNED, "012", "01", "01", "1", "1"),
                    new Row(MembershipTimeline.LEFT_AND_INVITED_AGAIN, "0123", "", "", "", ""),
                    new Row(
                            MembershipTimeline.LEFT_AND_JOINED_AGAIN,
                            "0123",
                            "0123",
                            "0123",
                            "13",
                            "13"),
                    new Row(MembershipTimeline.FORGOTTEN, "0123", "", "", "", ""));

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;

    /**
     * What is seen of a membership timeline, by the room's visibility.
     *
     * @param worldReadableFound what a search finds: it goes through the rooms that its user is in,
     *     or has left and not forgotten, up to the leaving
     */
    private record Row(
            MembershipTimeline timeline,
            String worldReadable,
            String worldReadableFound,
            String shared,
            String invited,
            String joined) {
        Set<Integer> expected(HistoryVisibility visibility, ReadingOperation operation) {
            String indexes =
                    switch (visibility) {
                        case WORLD_READABLE ->
                                operation == ReadingOperation.SEARCH
                                        ? worldReadableFound
                                        : worldReadable;
                        case SHARED -> shared;
                        case INVITED -> invited;
                        case JOINED -> joined;
                    };
            return indexes.chars().mapToObj(index -> index - '0').collect(Collectors.toSet());
        }
    }

    @Test
    void everyTimelineHasItsRow() {
        assertThat(ROWS)
                .extracting(Row::timeline)
                .containsExactlyInAnyOrder(MembershipTimeline.values());
    }

    @TestFactory
    Stream<DynamicTest> r07_historyIsSeenAsItsVisibilitySays() {
        return ROWS.stream()
                .flatMap(
                        row ->
                                Stream.of(HistoryVisibility.values())
                                        .flatMap(visibility -> cells(row, visibility)));
    }

    private Stream<DynamicTest> cells(Row row, HistoryVisibility visibility) {
        RoomCaller bob = new RoomCaller(web, tokens, "bob");
        Told told = told(row.timeline(), visibility, bob);
        return Stream.of(ReadingOperation.values())
                .map(
                        operation ->
                                DynamicTest.dynamicTest(
                                        visibility + ", " + row.timeline() + ", " + operation,
                                        () ->
                                                assertThat(operation.seen(bob, told))
                                                        .isEqualTo(
                                                                row.expected(
                                                                        visibility, operation))));
    }

    private Told told(MembershipTimeline timeline, HistoryVisibility visibility, RoomCaller bob) {
        RoomCaller alice = new RoomCaller(web, tokens, "alice");
        String room =
                alice.createsRoom(
                        """
                        {"preset": "public_chat", "initial_state": [{
                          "type": "m.room.history_visibility",
                          "content": {"history_visibility": "%s"}
                        }]}
                        """
                                .formatted(visibility.value()));
        List<Message> messages = new ArrayList<>();
        for (MembershipTimeline.Step step : timeline.steps()) {
            MembershipSteps.take(step, room, alice, bob);
            messages.add(says(alice, room, "m" + messages.size()));
        }
        return new Told(room, alice, messages);
    }

    private static Message says(RoomCaller alice, String room, String text) {
        alice.put(
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\",\"displayname\":\"" + text + "\"}",
                room,
                alice.id());
        aMomentPasses(System.currentTimeMillis());
        String id = alice.sends(room, Told.WORD + " " + text, text);
        long time =
                alice.read("/rooms/{room}/event/{event}", room, id)
                        .integer("origin_server_ts")
                        .orElseThrow();
        aMomentPasses(time);
        return new Message(
                id,
                text,
                alice.read("/rooms/{room}/context/{event}?limit=0", room, id)
                        .string("end")
                        .orElseThrow(),
                time);
    }

    /** No two events bear the same time. */
    private static void aMomentPasses(long then) {
        while (System.currentTimeMillis() <= then) {
            Thread.onSpinWait();
        }
    }
}
