package dev.ganglion.sync.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.push.Said;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class DigestTest {
    private static final String A = "!a:test.local";

    @Test
    void aRoomWithoutANameIsCalledAfterThoseWhoHaveSpoken() {
        Digest digest =
                digest(
                        said(A, Optional.of("Bob"), "{\"msgtype\":\"m.text\",\"body\":\"x\"}"),
                        said(A, Optional.of("Bob"), "{\"msgtype\":\"m.text\",\"body\":\"y\"}"),
                        said(A, Optional.of(" "), "{\"msgtype\":\"m.text\",\"body\":\"z\"}"));

        assertThat(digest.rooms())
                .singleElement()
                .extracting(Digest.Room::name)
                .isEqualTo("Bob, @bob:test.local");
    }

    @Test
    void d03ThereAreTenRoomsOfFiveEventsAtMost() {
        Said[] many =
                IntStream.range(0, 90)
                        .mapToObj(
                                i ->
                                        said(
                                                "!" + i % 12,
                                                Optional.empty(),
                                                "{\"msgtype\":\"m.text\",\"body\":\""
                                                        + "x".repeat(9_000)
                                                        + "\"}"))
                        .toArray(Said[]::new);

        Digest digest = digest(many);

        assertThat(digest.events()).isEqualTo(90);
        assertThat(digest.moreRooms()).isEqualTo(2);
        assertThat(digest.rooms()).hasSize(10);
        assertThat(digest.rooms().getFirst().earlier()).isEqualTo(3);
        assertThat(digest.rooms().getFirst().events())
                .hasSize(5)
                .allSatisfy(entry -> assertThat(entry.text().orElseThrow()).hasSize(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m.room.message   | {\"msgtype\":\"m.text\",\"body\":\"hi\"}     | TEXT       | hi",
                "m.room.message   | {\"msgtype\":\"m.emote\",\"body\":\"waves\"} | TEXT       | waves",
                "m.room.message   | {\"msgtype\":\"m.text\",\"body\":\" \"}      | OTHER      |",
                "m.room.message   | {\"msgtype\":\"m.text\",\"body\":7}          | OTHER      |",
                "m.room.message   | {\"msgtype\":\"m.image\",\"body\":\"a.png\"} | ATTACHMENT |",
                "m.room.message   | {\"body\":\"hi\"}                          | OTHER      |",
                "m.room.message   | {}                                         | OTHER      |",
                "m.sticker        | {\"body\":\"hi\"}                          | ATTACHMENT |",
                "m.room.encrypted | {\"body\":\"hi\",\"msgtype\":\"m.text\"}     | ENCRYPTED  |",
                "m.room.member    | {\"membership\":\"invite\"}                | INVITATION |",
                "m.room.member    | {\"membership\":\"join\"}                  | OTHER      |",
                "m.room.tombstone | {\"body\":\"hi\"}                          | OTHER      |",
            })
    void ofAnEventIsToldWhatMayBe(String type, String content, Digest.What what, String text) {
        Digest.Entry entry =
                digest(said(A, Optional.empty(), type, content))
                        .rooms()
                        .getFirst()
                        .events()
                        .getFirst();

        assertThat(entry.what()).isEqualTo(what);
        assertThat(entry.text()).isEqualTo(Optional.ofNullable(text));
    }

    @Test
    void whatAReplyQuotesIsLeftOut() {
        Said reply =
                said(
                        A,
                        Optional.empty(),
                        """
                        {"msgtype":"m.text","body":"> <@a:b> first\\n> more\\n\\nmine",
                         "m.relates_to":{"m.in_reply_to":{"event_id":"$x"}}}
                        """);

        assertThat(
                        digest(reply)
                                .rooms()
                                .getFirst()
                                .events()
                                .getFirst()
                                .text()
                                .orElseThrow()
                                .strip())
                .isEqualTo("mine");
    }

    private static Digest digest(Said... said) {
        return Digest.of(1, "a@b.c", List.of(said));
    }

    private static Said said(String room, Optional<String> name, String content) {
        return said(room, name, "m.room.message", content);
    }

    private static Said said(String room, Optional<String> name, String type, String content) {
        String event =
                "{\"type\":\"%s\",\"sender\":\"@bob:test.local\",\"content\":%s}"
                        .formatted(type, content);
        return new Said(
                "$e", room, Json.parseObject(event), name, Optional.empty(), Optional.empty());
    }
}
