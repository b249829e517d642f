package dev.ganglion.room.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RelatedEvents;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Which relations are refused when they are sent. */
class JudgedRelationIT extends RelatedEvents {
    private static final Refusal DUPLICATE = new Refusal(400, "M_DUPLICATE_ANNOTATION");
    private static final Refusal NO_THREAD = new Refusal(400, "M_UNKNOWN");
    private static final String RELATIONS = "/rooms/{room}/relations/{event}";

    @Test
    void theSameAnnotationIsSentOnce() {
        bob.joins(room);
        String target = alice.sends(room, "hello", "t1");
        reacts(alice, target, "x");

        DUPLICATE.answers(sends(alice, "m.reaction", annotation(target, "x")));

        reacts(alice, target, "y");
        reacts(bob, target, "x");
        sends(alice, "org.example.mark", annotation(target, "x")).expectStatus().isOk();
        reacts(alice, alice.sends(room, "another", "t2"), "x");
        DUPLICATE.answers(sends(bob, "m.reaction", annotation(target, "x")));
    }

    @Test
    void anAnnotationThatWasRedactedMayBeSentAgain() {
        String target = alice.sends(room, "hello", "t1");
        redacts(alice, reacts(alice, target, "x"));

        String again = reacts(alice, target, "x");

        assertThat(chunk(alice.readV1(RELATIONS, room, target))).containsExactly(again);
    }

    @Test
    void aRepeatedRequestIsNoDuplicate() {
        String target = alice.sends(room, "hello", "t1");
        String path = "/rooms/{room}/send/m.reaction/{txn}";
        UUID transaction = UUID.randomUUID();

        List<String> sent =
                IntStream.range(0, 3)
                        .mapToObj(i -> alice.put(path, annotation(target, "x"), room, transaction))
                        .map(answer -> answer.string("event_id").orElseThrow())
                        .distinct()
                        .toList();

        assertThat(chunk(alice.readV1(RELATIONS, room, target))).isEqualTo(sent);
    }

    @Test
    void ofTwentyEqualAnnotationsAtOnceOneIsSent() {
        String target = alice.sends(room, "hello", "t1");

        List<Integer> answers =
                IntStream.range(0, 20)
                        .parallel()
                        .mapToObj(i -> sends(alice, "m.reaction", annotation(target, "x")))
                        .map(answer -> answer.returnResult(Void.class).getStatus().value())
                        .toList();

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(19);
        assertThat(chunk(alice.readV1(RELATIONS, room, target))).hasSize(1);
    }

    @Test
    void annotationsWithoutAKeyAreNotTheSame() {
        String target = alice.sends(room, "hello", "t1");
        relates(alice, "m.reaction", "m.annotation", target);

        relates(alice, "m.reaction", "m.annotation", target);

        assertThat(chunk(alice.readV1(RELATIONS, room, target))).hasSize(2);
    }

    @Test
    void aThreadDoesNotBeginAtAnEventThatItselfRelates() {
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "reply");
        String edit = edits(alice, root, "root, edited");
        String reaction = reacts(alice, root, "x");

        for (String related : List.of(reply, edit, reaction)) {
            NO_THREAD.answers(sends(alice, "m.room.message", related("m.thread", related, "")));
        }
        redacts(alice, reaction);
        replies(alice, reaction, "what is redacted relates to nothing");
    }

    @Test
    void aThreadBeginsAtAReplyThatIsInNone() {
        String first = alice.sends(room, "first", "t1");
        String reply =
                eventId(
                        sends(
                                alice,
                                "m.room.message",
                                "{\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"%s\"}}}"
                                        .formatted(first)));

        assertThat(replies(alice, reply, "in the thread")).startsWith("$");
    }

    @Test
    void aRelationThatIsNoneIsSentAsItIs() {
        String target = alice.sends(room, "hello", "t1");

        for (String content :
                List.of(
                        "{\"m.relates_to\":7}",
                        "{\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":5}}",
                        "{\"m.relates_to\":{\"rel_type\":[],\"event_id\":\"" + target + "\"}}",
                        related("m.thread", "$" + "x".repeat(43), ""),
                        related("x".repeat(10_000), target, ""),
                        annotation(target, "k".repeat(20_000)))) {
            sends(alice, "m.room.message", content).expectStatus().isOk();
        }

        assertThat(chunk(alice.readV1(RELATIONS, room, target))).hasSize(1);
    }
}
