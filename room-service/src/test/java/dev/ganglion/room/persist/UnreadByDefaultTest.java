package dev.ganglion.room.persist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.push.RoomFacts;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Module "Push notifications", "Predefined rules". */
class UnreadByDefaultTest {
    private static final RoomFacts ROOM = new RoomFacts(3, "room"::equals);
    private static final UserId BOB = UserId.parse("@bob:x");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "a message; 'type':'m.room.message'; 'msgtype':'m.text','body':'x'; true; false; false",
                "what is encrypted; 'type':'m.room.encrypted'; 'ciphertext':'x'; true; false; false",
                "a call; 'type':'m.call.invite'; 'call_id':'1'; true; false; false",
                "a sticker; 'type':'m.sticker'; 'body':'x'; false; false; false",
                "a notice; 'type':'m.room.message'; 'msgtype':'m.notice','m.mentions':{'user_ids':['@bob:x'],'room':true}; false; false; false",
                "an edit; 'type':'m.room.message'; 'm.relates_to':{'rel_type':'m.replace'}; false; false; false",
                "an edit that mentions; 'type':'m.room.message'; 'm.relates_to':{'rel_type':'m.replace'},'m.mentions':{'user_ids':['@bob:x']}; false; false; true",
                "a reaction that mentions; 'type':'m.reaction'; 'm.mentions':{'user_ids':['@bob:x']}; false; false; true",
                "a message that mentions; 'type':'m.room.message'; 'm.mentions':{'user_ids':['@bob:x','@bob:x',1,'x']}; true; false; true",
                "a message that mentions its sender; 'type':'m.room.message'; 'm.mentions':{'user_ids':['@alice:x']}; true; false; false",
                "a call on the room; 'type':'m.room.message'; 'm.mentions':{'room':true}; true; true; true",
                "a tombstone; 'type':'m.room.tombstone','state_key':''; 'body':'moved'; true; true; true",
                "a topic; 'type':'m.room.topic','state_key':''; 'topic':'x'; false; false; false",
                "wrong mentions; 'type':'m.room.message'; 'm.mentions':[1]; true; false; false"
            })
    void itIsWhatTheDefaultRulesSay(
            String what,
            String fields,
            String content,
            boolean isCounted,
            boolean highlightsAll,
            boolean highlightsBob) {
        UnreadByDefault unread = UnreadByDefault.of(event(fields, content), ROOM);

        assertThat(unread.isCounted()).as(what).isEqualTo(isCounted);
        assertThat(unread.highlightsAll()).as(what).isEqualTo(highlightsAll);
        assertThat(unread.highlightsAll() || unread.highlighted().contains(BOB))
                .as(what)
                .isEqualTo(highlightsBob);
        assertThat(unread.highlighted()).doesNotHaveDuplicates();
    }

    @Test
    void whoMayNotCallOnTheRoomHighlightsNobody() {
        PduEvent event = event("'type':'m.room.message'", "'m.mentions':{'room':true}");

        UnreadByDefault unread = UnreadByDefault.of(event, new RoomFacts(3, _ -> false));

        assertThat(unread).isEqualTo(UnreadByDefault.of(plain(), ROOM));
    }

    @Test
    void d03_noMoreThanAHundredAreHighlightedByName() {
        String names =
                IntStream.range(0, 150)
                        .mapToObj(number -> "'@u" + number + ":x'")
                        .collect(Collectors.joining(","));

        PduEvent event =
                event("'type':'m.room.message'", "'m.mentions':{'user_ids':[" + names + "]}");

        assertThat(UnreadByDefault.of(event, ROOM).highlighted()).hasSize(100);
    }

    private static PduEvent plain() {
        return event("'type':'m.room.message'", "'body':'x'");
    }

    private static PduEvent event(String fields, String content) {
        String json =
                """
                {'sender':'@alice:x','room_id':'!r:x','origin_server_ts':1,'depth':1,'auth_events':[],
                 'prev_events':[],'hashes':{'sha256':'x'},%s,'content':{%s}}
                """
                        .formatted(fields, content)
                        .replace('\'', '"');
        return PduEvent.stored(
                RoomVersion.V11, new EventId("$e:x"), CanonicalJson.encode(Json.parseObject(json)));
    }
}
