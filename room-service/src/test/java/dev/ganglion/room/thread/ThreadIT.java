package dev.ganglion.room.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RelatedEvents;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class ThreadIT extends RelatedEvents {
    private static final String THREADS = "/rooms/{room}/threads";

    @Test
    void threadsAreListedByTheirNewestEvents() {
        List<String> roots = threads(3);
        replies(alice, roots.get(1), "again");
        alice.sends(room, "no thread", "t");

        assertThat(chunk(alice.readV1(THREADS, room)))
                .containsExactly(roots.get(1), roots.get(2), roots.get(0));
    }

    @Test
    void aRootComesWithItsThread() {
        String root = threads(1).getFirst();
        String latest = replies(alice, root, "latest");

        JsonObject thread = bundled(first(alice.readV1(THREADS, room)), "m.thread");

        assertThat(thread.integer("count")).contains(2L);
        assertThat(thread.object("latest_event").flatMap(event -> event.string("event_id")))
                .contains(latest);
        assertThat(thread.bool("current_user_participated")).contains(true);
    }

    @Test
    void pagesFollowOneAnotherWhateverIsAddedMeanwhile() {
        List<String> roots = threads(7);

        JsonObject page = alice.readV1(THREADS + "?limit=3", room);
        assertThat(chunk(page)).containsExactlyElementsOf(roots.subList(4, 7).reversed());
        replies(alice, roots.get(6), "one that was shown moves up");
        threads(1);

        assertThat(rest(alice, page, "")).containsExactlyElementsOf(roots.subList(0, 4).reversed());
    }

    @Test
    void participatedAreThoseThatOneWroteInOrBegan() {
        bob.joins(room);
        String none = threads(1).getFirst();
        String wroteIn = threads(1).getFirst();
        replies(bob, wroteIn, "bob too");
        String began = bob.sends(room, "bob's root", "b1");
        replies(alice, began, "alice's reply");
        String left = threads(1).getFirst();
        redacts(bob, replies(bob, left, "regretted"));

        assertThat(chunk(bob.readV1(THREADS + "?include=participated", room)))
                .containsExactly(began, wroteIn);
        assertThat(chunk(bob.readV1(THREADS + "?include=all", room)))
                .containsExactly(left, began, wroteIn, none);
        assertThat(rest(bob, bob.readV1(THREADS + "?limit=1", room), "&include=participated"))
                .containsExactly(began, wroteIn);
    }

    @Test
    void whoseOnlyReplyIsRedactedTookNoPart() {
        bob.joins(room);
        String root = threads(1).getFirst();
        redacts(bob, replies(bob, root, "regretted"));

        assertThat(bundled(event(bob, root), "m.thread").bool("current_user_participated"))
                .contains(false);
        assertThat(bundled(event(alice, root), "m.thread").bool("current_user_participated"))
                .contains(true);
    }

    @Test
    void r03_redactedRepliesAreNotCountedAndNeverShown() {
        String root = alice.sends(room, "root", "t1");
        replies(alice, root, "stays");
        String regretted = replies(alice, root, "regretted");

        redacts(alice, regretted);

        JsonObject page = alice.readV1(THREADS, room);
        assertThat(page.toString()).doesNotContain("regretted");
        assertThat(bundled(first(page), "m.thread").integer("count")).contains(1L);
    }

    @Test
    void r03_aThreadWithoutAReplyIsNone() {
        String root = threads(1).getFirst();
        String later = replies(alice, root, "second");
        String reply =
                bundled(event(alice, root), "m.thread")
                        .object("latest_event")
                        .orElseThrow()
                        .string("event_id")
                        .orElseThrow();
        assertThat(reply).isEqualTo(later);

        redacts(alice, later);
        chunk(alice.readV1("/rooms/{room}/relations/{root}/m.thread", room, root))
                .forEach(event -> redacts(alice, event));

        assertThat(chunk(alice.readV1(THREADS, room))).isEmpty();
        assertThat(chunk(alice.readV1(THREADS + "?include=participated", room))).isEmpty();
        assertThat(bundled(event(alice, root), "m.thread")).isEqualTo(JsonObject.EMPTY);
        replies(alice, root, "it begins again");
        assertThat(chunk(alice.readV1(THREADS + "?include=participated", room)))
                .containsExactly(root);
    }

    @Test
    void r03_aRedactedRootIsListedAsWhatIsLeftOfIt() {
        String root = alice.sends(room, "regretted", "t1");
        replies(alice, root, "stays");

        redacts(alice, root);

        JsonObject page = alice.readV1(THREADS, room);
        assertThat(chunk(page)).containsExactly(root);
        assertThat(page.toString()).doesNotContain("regretted");
        assertThat(bundled(first(page), "m.thread").integer("count")).contains(1L);
    }

    @Test
    void r07_aFormerMemberSeesThreadsAsTheyWereAtTheLeaving() {
        bob.joins(room);
        List<String> roots = threads(3);
        bob.post("/rooms/{room}/leave", "{}", room);
        replies(alice, roots.getFirst(), "afterwards");
        threads(1);

        JsonObject page = bob.readV1(THREADS + "?limit=2", room);

        assertThat(chunk(page)).containsExactly(roots.get(2), roots.get(1));
        assertThat(rest(bob, page, "")).containsExactly(roots.getFirst());
        assertThat(bob.readV1(THREADS, room).toString()).doesNotContain("afterwards");
        assertThat(counts(bob)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void r07_whoWasAwaySeesThreadsAsTheirOwnStaysShowThem() {
        setVisibility("joined");
        threads(1);
        bob.joins(room);
        List<String> roots = threads(3);
        replies(bob, roots.getFirst(), "bob's");
        bob.post("/rooms/{room}/leave", "{}", room);
        replies(alice, roots.get(1), "hidden");
        threads(1);
        bob.joins(room);
        replies(alice, roots.get(2), "seen");

        assertThat(rest(bob, bob.readV1(THREADS + "?limit=1", room), ""))
                .containsExactly(roots.get(0), roots.get(1));
        assertThat(chunk(bob.readV1(THREADS, room)))
                .containsExactly(roots.get(2), roots.get(0), roots.get(1));
        assertThat(chunk(bob.readV1(THREADS + "?include=participated", room)))
                .containsExactly(roots.getFirst());
        assertThat(counts(bob)).containsExactly(2L, 2L, 1L);
    }

    @Test
    void r07_whoSeesNothingOfTheRoomSeesNoThreads() {
        threads(1);

        Refusal.FORBIDDEN.answers(bob.getV1(THREADS, room));
        Refusal.FORBIDDEN.answers(bob.getV1(THREADS, "!nowhere:test.local"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?include=some", "?limit=0", "?limit=many", "?from=nonsense"})
    void parametersThatMeanNothingAreRefused(String query) {
        Refusal.INVALID_PARAM.answers(alice.getV1(THREADS + query, room));
    }

    /** Threads of one reply each, in the order of their replies. */
    private List<String> threads(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            String root = relates(alice, "m.room.message", "", "$none");
                            replies(alice, root, "reply");
                            return root;
                        })
                .toList();
    }

    private List<Long> counts(RoomCaller reader) {
        return reader.readV1(THREADS, room)
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(event -> bundled(event, "m.thread").integer("count").orElseThrow())
                .toList();
    }

    private List<String> rest(RoomCaller reader, JsonObject page, String more) {
        List<String> all = new ArrayList<>();
        Optional<String> from = page.string("next_batch");
        while (from.isPresent()) {
            JsonObject next = reader.readV1(THREADS + "?limit=2&from=" + from.get() + more, room);
            all.addAll(chunk(next));
            from = next.string("next_batch");
        }
        return all;
    }

    private static JsonObject first(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().findFirst().orElseThrow();
    }
}
