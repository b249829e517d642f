package dev.ganglion.room.relation;

import static org.assertj.core.api.Assertions.assertThat;

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

class RelationIT extends RelatedEvents {
    private static final String RELATIONS = "/rooms/{room}/relations/{event}";
    private static final String OF_TYPE = RELATIONS + "/{relType}";
    private static final String OF_EVENT_TYPE = OF_TYPE + "/{eventType}";

    @Test
    void whatRelatesToAnEventIsListedNewestFirstWhateverItsType() {
        String target = alice.sends(room, "hello", "t1");
        String reaction = reacts(alice, target, "x");
        String edit = edits(alice, target, "hello again");
        String reply = replies(alice, target, "in the thread");
        String reference = relates(alice, "m.room.message", "m.reference", target);
        String own = relates(alice, "org.example.type", "org.example.rel", target);

        assertThat(chunk(alice.readV1(RELATIONS, room, target)))
                .containsExactly(own, reference, reply, edit, reaction);
        assertThat(chunk(alice.readV1(RELATIONS + "?dir=f", room, target)))
                .containsExactly(reaction, edit, reply, reference, own);
    }

    @Test
    void aRelationTypeAndAnEventTypeNarrowTheList() {
        String target = alice.sends(room, "hello", "t1");
        String reaction = reacts(alice, target, "x");
        String mark = relates(alice, "org.example.mark", "m.annotation", target);
        String edit = edits(alice, target, "hello again");
        String notAnEdit = relates(alice, "m.room.message", "m.replace", target);
        String own = relates(alice, "m.room.message", "org.example.rel", target);
        String other = relates(alice, "m.room.message", "org.example.other", target);

        assertThat(chunk(alice.readV1(OF_TYPE, room, target, "m.annotation")))
                .containsExactly(mark, reaction);
        assertThat(chunk(alice.readV1(OF_EVENT_TYPE, room, target, "m.annotation", "m.reaction")))
                .containsExactly(reaction);
        assertThat(chunk(alice.readV1(OF_TYPE, room, target, "m.replace")))
                .containsExactly(notAnEdit, edit);
        assertThat(chunk(alice.readV1(OF_TYPE, room, target, "org.example.rel")))
                .containsExactly(own)
                .doesNotContain(other);
        assertThat(chunk(alice.readV1(OF_TYPE, room, target, "m.thread"))).isEmpty();
    }

    @Test
    void pagesFollowOneAnotherInBothDirections() {
        String target = alice.sends(room, "hello", "t1");
        List<String> replies =
                IntStream.range(0, 7).mapToObj(i -> replies(alice, target, "r" + i)).toList();

        assertThat(everything("b", target)).isEqualTo(replies.reversed());
        assertThat(everything("f", target)).isEqualTo(replies);
    }

    @Test
    void theTokensOfAPageLeadBackAndForth() {
        String target = alice.sends(room, "hello", "t1");
        List<String> replies =
                IntStream.range(0, 6).mapToObj(i -> replies(alice, target, "r" + i)).toList();
        JsonObject first = alice.readV1(RELATIONS + "?limit=2", room, target);
        String next = first.string("next_batch").orElseThrow();

        JsonObject second = alice.readV1(RELATIONS + "?limit=2&from={next}", room, target, next);

        assertThat(first.string("prev_batch")).isEmpty();
        assertThat(first.integer("recursion_depth")).isEmpty();
        assertThat(chunk(second)).containsExactly(replies.get(3), replies.get(2));
        assertThat(
                        chunk(
                                alice.readV1(
                                        RELATIONS + "?dir=f&from={prev}",
                                        room,
                                        target,
                                        second.string("prev_batch").orElseThrow())))
                .containsExactly(replies.get(4), replies.get(5));
        assertThat(chunk(alice.readV1(RELATIONS + "?to={next}", room, target, next)))
                .containsExactly(replies.get(5), replies.get(4));
    }

    @Test
    void theTokensAreThoseOfMessagesAndSync() {
        String target = alice.sends(room, "hello", "t1");
        String early = replies(alice, target, "early");
        String token =
                alice.read("/rooms/{room}/messages?dir=b&limit=5", room)
                        .string("start")
                        .orElseThrow();
        String late = replies(alice, target, "late");

        assertThat(chunk(alice.readV1(RELATIONS + "?from={token}", room, target, token)))
                .containsExactly(early);
        String syncToken = "s" + token.substring(1) + "_1_2";
        assertThat(chunk(alice.readV1(RELATIONS + "?dir=f&from={t}", room, target, syncToken)))
                .containsExactly(late);
    }

    @Test
    void recursionReachesThreeRelationsDeep() {
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "reply");
        String edit = edits(alice, reply, "better");
        String reference = relates(alice, "m.room.message", "m.reference", edit);
        String tooDeep = reacts(alice, reference, "x");

        JsonObject page = alice.readV1(RELATIONS + "?recurse=true", room, root);

        assertThat(chunk(page)).containsExactly(reference, edit, reply).doesNotContain(tooDeep);
        assertThat(page.integer("recursion_depth")).contains(3L);
        JsonObject direct = alice.readV1(RELATIONS + "?recurse=false", room, root);
        assertThat(chunk(direct)).containsExactly(reply);
        assertThat(direct.integer("recursion_depth")).contains(0L);
    }

    @Test
    void recursionGoesOnlyByWayOfEventsThatMatch() {
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "reply");
        reacts(alice, reply, "x");
        String first = relates(alice, "m.room.message", "m.reference", root);
        String second = relates(alice, "m.room.message", "m.reference", first);
        String sticker = relates(alice, "m.sticker", "m.reference", first);
        String third = relates(alice, "m.room.message", "m.reference", sticker);

        assertThat(chunk(alice.readV1(OF_TYPE + "?recurse=true", room, root, "m.annotation")))
                .isEmpty();
        assertThat(chunk(alice.readV1(OF_TYPE + "?recurse=true", room, root, "m.reference")))
                .containsExactly(third, sticker, second, first);
        assertThat(
                        chunk(
                                alice.readV1(
                                        OF_EVENT_TYPE + "?recurse=true",
                                        room,
                                        root,
                                        "m.reference",
                                        "m.room.message")))
                .containsExactly(second, first);
    }

    @Test
    void r03_whatIsRedactedRelatesToNothing() {
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "regretted");
        String reaction = reacts(alice, reply, "x");
        String left = reacts(alice, root, "y");

        redacts(alice, reply);

        assertThat(chunk(alice.readV1(RELATIONS + "?recurse=true", room, root)))
                .as("the way by the redacted event is broken")
                .containsExactly(left);
        assertThat(chunk(alice.readV1(RELATIONS, room, reply)))
                .as("who relates to a redacted event still does")
                .containsExactly(reaction);
        assertThat(alice.readV1(RELATIONS, room, root).toString()).doesNotContain("regretted");
    }

    @Test
    void r07_whoMayNotSeeAnEventIsToldThatThereIsNone() {
        String target = alice.sends(room, "hello", "t1");
        reacts(alice, target, "x");
        String other = alice.createsRoom("{}");

        List<String> answers =
                List.of(
                        refusal(bob, room, target),
                        refusal(alice, room, "$" + "x".repeat(43)),
                        refusal(alice, other, target),
                        refusal(alice, "!nowhere:test.local", target));

        assertThat(answers).containsOnly(answers.getFirst());
        Refusal.NOT_FOUND.answers(bob.getV1(RELATIONS, room, target));
    }

    @Test
    void r07_aFormerMemberSeesNoRelationFromAfterTheLeaving() {
        bob.joins(room);
        String target = alice.sends(room, "hello", "t1");
        String before = replies(alice, target, "before");
        bob.post("/rooms/{room}/leave", "{}", room);
        String after = replies(alice, target, "after");
        reacts(alice, before, "later");

        JsonObject page = bob.readV1(RELATIONS + "?recurse=true", room, target);

        assertThat(chunk(page)).containsExactly(before);
        assertThat(page.string("next_batch")).isEmpty();
        Refusal.NOT_FOUND.answers(bob.getV1(RELATIONS, room, after));
    }

    @Test
    void r07_whatWasSentWhileAMemberWasAwayStaysHidden() {
        setVisibility("joined");
        bob.joins(room);
        String target = alice.sends(room, "hello", "t1");
        bob.post("/rooms/{room}/leave", "{}", room);
        String hidden = replies(alice, target, "hidden");
        bob.joins(room);
        String seen = replies(alice, target, "seen");
        reacts(alice, hidden, "by way of what is hidden");

        assertThat(chunk(bob.readV1(RELATIONS + "?recurse=true", room, target)))
                .containsExactly(seen);
    }

    @Test
    void r08_aWholePageOfFilteredRelationsDoesNotEndThePaging() {
        String target = alice.sends(room, "hello", "t1");
        String wanted = relates(alice, "m.room.message", "org.example.wanted", target);
        IntStream.range(0, 500)
                .parallel()
                .forEach(i -> relates(alice, "m.room.message", "org.example.other", target));

        JsonObject page = alice.readV1(OF_TYPE + "?limit=2", room, target, "org.example.wanted");

        assertThat(chunk(page)).containsExactly(wanted);
        assertThat(page.string("next_batch")).isEmpty();
    }

    @Test
    void relationsToEventsOfOtherRoomsDoNotCount() {
        String other = alice.createsRoom("{}");
        String target = alice.sends(other, "hello", "t1");
        reacts(alice, target, "from another room");

        assertThat(chunk(alice.readV1(RELATIONS, other, target))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?dir=x",
                "?from=nonsense",
                "?to=nonsense",
                "?limit=0",
                "?limit=many",
                "?recurse=perhaps",
            })
    void parametersThatMeanNothingAreRefused(String query) {
        String target = alice.sends(room, "hello", "t1");

        Refusal.INVALID_PARAM.answers(alice.getV1(RELATIONS + query, room, target));
    }

    private List<String> everything(String dir, String target) {
        List<String> all = new ArrayList<>();
        Optional<String> from = Optional.empty();
        do {
            JsonObject page =
                    alice.readV1(
                            RELATIONS
                                    + "?limit=2&dir="
                                    + dir
                                    + from.map("&from="::concat).orElse(""),
                            room,
                            target);
            all.addAll(chunk(page));
            from = page.string("next_batch");
        } while (from.isPresent());
        return all;
    }

    private static String refusal(RoomCaller who, String where, String event) {
        return String.valueOf(
                who.getV1(RELATIONS, where, event)
                        .expectStatus()
                        .isNotFound()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }
}
