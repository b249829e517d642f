package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.MembershipTimeline;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * R07: each history visibility with each way in and out of a room, as sliding sync tells of it.
 * What {@code /sync} may tell of them stands in {@link HistoryVisibilitySyncIT}.
 */
class SlidingVisibilityIT {
    private static final Set<MembershipTimeline> INSIDE =
            Set.of(
                    MembershipTimeline.JOINED,
                    MembershipTimeline.INVITED_AND_JOINED,
                    MembershipTimeline.LEFT_AND_JOINED_AGAIN);
    private static final String EVERYTHING = SlidingClient.all(50, "[[\"*\",\"*\"]]");

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private int ticks;

    /** A room, what was said and what its topic was, in order. */
    private record Played(
            MembershipTimeline timeline, String room, List<String> messages, List<String> topics) {
        void step(int number, TestUser alice, TestUser bob) {
            if (number < timeline.steps().size()) {
                MembershipSteps.take(timeline.steps().get(number), room, alice, bob);
                messages.add(alice.sends(room, "m" + number));
                topics.add(
                        alice.sets(
                                room, "m.room.topic", "", "{\"topic\":\"t%d\"}".formatted(number)));
            }
        }

        boolean isInside() {
            return INSIDE.contains(timeline);
        }

        /** What came after the last step, when whoever is outside then was outside for sure. */
        List<String> ofTheEnd() {
            return List.of(messages.getLast(), topics.getLast());
        }

        Set<String> messagesAmong(Stream<JsonObject> events) {
            return events.map(event -> event.string("event_id").orElse(""))
                    .filter(messages::contains)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void r07SlidingSyncTellsWhatSyncTellsOfRoomsInsideAndNoMoreOfOthers() {
        List<Played> rooms =
                Stream.of(MembershipTimeline.values())
                        .flatMap(
                                timeline ->
                                        Stream.of(HistoryVisibility.values())
                                                .map(visibility -> begin(timeline, visibility)))
                        .toList();
        String clock = alice.createsRoom(bob);
        bob.joins(clock);
        SlidingClient client = new SlidingClient(bob, EVERYTHING);
        List<SlidingClient.Answer> slid = new ArrayList<>(slideOn(client, clock));
        List<SyncResult> synced = new ArrayList<>(List.of(syncOn("", clock)));
        for (int step = 0; step < MembershipTimeline.LONGEST; step++) {
            for (Played room : rooms) {
                room.step(step, alice, bob);
            }
            slid.addAll(slideOn(client, clock));
            synced.add(syncOn("since=" + synced.getLast().nextBatch() + "&", clock));
        }
        List<SlidingClient.Answer> atOnce = slideOn(new SlidingClient(bob, EVERYTHING), clock);
        List<SyncResult> initial = List.of(syncOn("", clock));

        for (Played room : rooms) {
            mustTellTheSame(room, slid, synced);
            mustTellTheSame(room, atOnce, initial);
        }
    }

    private static void mustTellTheSame(
            Played room, List<SlidingClient.Answer> slid, List<SyncResult> synced) {
        Set<String> bySliding =
                room.messagesAmong(
                        slid.stream().flatMap(answer -> answer.timeline(room.room()).stream()));
        Set<String> bySync = new HashSet<>();
        for (SyncResult sync : synced) {
            bySync.addAll(room.messagesAmong(sync.timeline(room.room()).stream()));
            bySync.addAll(
                    room.messagesAmong(
                            SyncResult.events(sync.left(room.room()), "timeline").stream()));
        }
        if (room.isInside()) {
            assertThat(bySliding).as(room.toString()).isEqualTo(bySync).isNotEmpty();
        } else {
            assertThat(bySync).as(room.toString()).containsAll(bySliding);
            assertThat(slid)
                    .as(room.toString())
                    .noneMatch(
                            answer ->
                                    room.ofTheEnd().stream()
                                            .anyMatch(answer.json().toString()::contains));
        }
    }

    private Played begin(MembershipTimeline timeline, HistoryVisibility visibility) {
        String room =
                alice.createsRoom(
                        """
                        {"preset": "public_chat", "initial_state": [{
                          "type": "m.room.history_visibility",
                          "content": {"history_visibility": "%s"}
                        }]}
                        """
                                .formatted(visibility.value()));
        return new Played(timeline, room, new ArrayList<>(), new ArrayList<>());
    }

    /** Answers that tell of everything that has happened so far. */
    private List<SlidingClient.Answer> slideOn(SlidingClient client, String clock) {
        List<SlidingClient.Answer> answers = new ArrayList<>();
        String tick = tick(clock);
        client.until(
                answer -> {
                    answers.add(answer);
                    return answer.messages(clock).contains(tick);
                });
        return answers;
    }

    private SyncResult syncOn(String query, String clock) {
        return SyncIT.awaitMessage(
                bob,
                query + "filter={filter}",
                clock,
                tick(clock),
                "{\"room\":{\"include_leave\":true,\"timeline\":{\"limit\":100}}}");
    }

    private String tick(String clock) {
        String tick = "tick" + ticks++;
        alice.sends(clock, tick);
        return tick;
    }
}
