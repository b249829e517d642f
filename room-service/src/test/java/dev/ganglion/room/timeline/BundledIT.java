package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RelatedEvents;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is bundled with an event, wherever it is read. */
class BundledIT extends RelatedEvents {
    @Test
    void everyWayOfReadingAnEventBundlesTheSame() {
        bob.joins(room);
        String root = alice.sends(room, "root", "t1");
        String edit = edits(alice, root, "root, edited");
        String reply = replies(bob, root, "reply");
        String betterReply = edits(bob, reply, "better reply");
        String reference = relates(alice, "m.room.message", "m.reference", root);
        String ofReply = relates(alice, "m.room.message", "m.reference", reply);

        for (JsonObject event : everyReadingOf(alice, root)) {
            assertThat(bundled(event, "m.replace").string("event_id")).contains(edit);
            assertThat(bundled(event, "m.replace").object("content").orElseThrow().toString())
                    .contains("m.new_content");
            assertThat(text(event)).as("the content is left as it is").isEqualTo("root");
            assertThat(referencesOf(event)).containsExactly(reference);
            JsonObject thread = bundled(event, "m.thread");
            assertThat(thread.integer("count")).contains(1L);
            assertThat(thread.bool("current_user_participated")).contains(true);
            JsonObject latest = thread.object("latest_event").orElseThrow();
            assertThat(latest.string("event_id")).contains(reply);
            assertThat(latest.string("room_id")).contains(room);
            assertThat(bundled(latest, "m.replace").string("event_id")).contains(betterReply);
            assertThat(referencesOf(latest)).containsExactly(ofReply);
        }
    }

    @Test
    void anEventThatNothingRelatesToHasNoRelations() {
        String event = alice.sends(room, "hello", "t1");
        reacts(alice, event, "x");

        assertThat(event(alice, event).object("unsigned").orElseThrow().has("m.relations"))
                .as("annotations are not aggregated")
                .isFalse();
    }

    @Test
    void theReplacementIsTheMostRecentValidOne() {
        bob.joins(room);
        String original = alice.sends(room, "first", "t1");
        edits(alice, original, "second");
        String third = edits(alice, original, "third");
        edits(bob, original, "not yours");
        relates(alice, "m.room.message", "m.replace", original);
        edits(alice, third, "an edit of an edit");
        sends(
                alice,
                "m.sticker",
                "{\"m.new_content\":{},\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}"
                        .formatted(original));

        assertThat(replacement(alice, original)).contains(third);
        assertThat(replacement(alice, third)).isEmpty();
    }

    @Test
    void anEncryptedReplacementReplacesAnEncryptedEventOnly() {
        String plain = alice.sends(room, "plain", "t1");
        String encrypted = relates(alice, "m.room.encrypted", "", "$none");
        relates(alice, "m.room.encrypted", "m.replace", plain);
        edits(alice, encrypted, "plain");
        String edit = relates(alice, "m.room.encrypted", "m.replace", encrypted);

        assertThat(replacement(alice, plain)).isEmpty();
        assertThat(replacement(alice, encrypted)).contains(edit);
    }

    @Test
    void stateIsNeitherReplacedNorHasItAnythingBundled() {
        String topic =
                alice.put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"x\"}", room)
                        .string("event_id")
                        .orElseThrow();
        replies(alice, topic, "about the topic");
        sends(
                alice,
                "m.room.topic",
                "{\"m.new_content\":{},\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}"
                        .formatted(topic));

        assertThat(event(alice, topic).object("unsigned").orElseThrow().has("m.relations"))
                .isFalse();
    }

    @Test
    void r03_aRedactedEditGivesWayToTheOneBefore() {
        String original = alice.sends(room, "first", "t1");
        String second = edits(alice, original, "second");
        String third = edits(alice, original, "regretted");

        redacts(alice, third);
        assertThat(replacement(alice, original)).contains(second);
        redacts(alice, second);

        assertThat(replacement(alice, original)).isEmpty();
        assertThat(everyReadingOf(alice, original).toString()).doesNotContain("regretted");
    }

    @Test
    void r03_aRedactedOriginalKeepsItsThreadButNoEdit() {
        String original = alice.sends(room, "regretted", "t1");
        edits(alice, original, "regretted too");
        String reply = replies(alice, original, "reply");

        redacts(alice, original);

        for (JsonObject event : everyReadingOf(alice, original)) {
            assertThat(event.toString()).doesNotContain("regretted");
            assertThat(bundled(event, "m.thread").object("latest_event").orElseThrow().toString())
                    .contains(reply);
        }
    }

    @Test
    void r03_redactedRepliesAndReferencesAreNotBundled() {
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "stays");
        redacts(alice, replies(alice, root, "regretted"));
        String edit = edits(alice, reply, "regretted edit");
        redacts(alice, edit);
        redacts(alice, relates(alice, "m.room.message", "m.reference", root));

        for (JsonObject event : everyReadingOf(alice, root)) {
            assertThat(event.toString()).doesNotContain("regretted").contains("stays");
            assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
            assertThat(referencesOf(event)).isEmpty();
        }
    }

    @Test
    void r07_aFormerMemberIsNotToldOfWhatWasSentAfterwards() {
        bob.joins(room);
        String root = alice.sends(room, "root", "t1");
        String reply = replies(alice, root, "seen");
        bob.post("/rooms/{room}/leave", "{}", room);
        edits(alice, root, "hidden edit");
        edits(alice, reply, "hidden edit of the reply");
        replies(alice, root, "hidden reply");
        String later = relates(alice, "m.room.message", "m.reference", root);

        for (JsonObject event : everyReadingOf(bob, root)) {
            assertThat(event.toString()).doesNotContain("hidden").doesNotContain(later);
            assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
            assertThat(bundled(event, "m.thread").bool("current_user_participated"))
                    .contains(false);
        }
    }

    @Test
    void r07_whatWasSentWhileAMemberWasAwayIsNotBundled() {
        setVisibility("joined");
        bob.joins(room);
        String root = bob.sends(room, "root", "t1");
        String edit = edits(bob, root, "mine");
        replies(bob, root, "mine");
        bob.post("/rooms/{room}/leave", "{}", room);
        replies(alice, root, "hidden");
        String later = relates(alice, "m.room.message", "m.reference", root);
        bob.joins(room);
        String last = replies(alice, root, "back again");

        for (JsonObject event : everyReadingOf(bob, root)) {
            assertThat(event.toString()).doesNotContain("hidden").doesNotContain(later);
            assertThat(bundled(event, "m.replace").string("event_id")).contains(edit);
            assertThat(bundled(event, "m.thread").integer("count")).contains(2L);
            assertThat(bundled(event, "m.thread").object("latest_event").orElseThrow().toString())
                    .contains(last);
        }
    }

    @Test
    void ofManyReferencesTheNewestAreShown() {
        String target = alice.sends(room, "hello", "t1");
        IntStream.range(0, 101)
                .parallel()
                .forEach(i -> relates(alice, "m.room.message", "m.reference", target));
        String last = relates(alice, "m.room.message", "m.reference", target);

        assertThat(referencesOf(event(alice, target))).hasSize(100).endsWith(last);
    }

    @Test
    void theDeviceThatSentAnEditSeesItsTransactionId() {
        String original = alice.sends(room, "hello", "t1");
        edits(alice, original, "better");

        JsonObject edit = bundled(event(alice, original), "m.replace");

        assertThat(edit.object("unsigned").orElseThrow().string("transaction_id")).isPresent();
    }

    private Optional<String> replacement(RoomCaller reader, String original) {
        return bundled(event(reader, original), "m.replace").string("event_id");
    }

    /** By itself, in its surroundings, as surroundings, on a page, as a relation. */
    private List<JsonObject> everyReadingOf(RoomCaller reader, String event) {
        String before =
                reader.read("/rooms/{room}/messages?dir=f&limit=1", room)
                        .array("chunk")
                        .orElseThrow()
                        .objects()
                        .findFirst()
                        .orElseThrow()
                        .string("event_id")
                        .orElse(event);
        return Stream.of(
                        Stream.of(event(reader, event)),
                        reader
                                .read("/rooms/{room}/context/{event}", room, event)
                                .object("event")
                                .stream(),
                        found(
                                reader.read("/rooms/{room}/context/{e}?limit=100", room, before),
                                "events_after",
                                event),
                        found(
                                reader.read("/rooms/{room}/messages?dir=b&limit=100", room),
                                "chunk",
                                event),
                        found(
                                reader.read("/rooms/{room}/messages?dir=f&limit=100", room),
                                "chunk",
                                event))
                .flatMap(readings -> readings)
                .toList();
    }

    private static Stream<JsonObject> found(JsonObject page, String key, String event) {
        return page.array(key)
                .orElse(JsonArray.EMPTY)
                .objects()
                .filter(each -> each.string("event_id").equals(Optional.of(event)));
    }

    private static String text(JsonObject event) {
        return event.object("content").orElseThrow().string("body").orElseThrow();
    }

    private static List<String> referencesOf(JsonObject event) {
        return bundled(event, "m.reference")
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(reference -> reference.string("event_id").orElseThrow())
                .toList();
    }
}
