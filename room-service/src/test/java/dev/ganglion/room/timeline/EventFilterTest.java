package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

class EventFilterTest {
    private static final PduEvent MESSAGE = event("m.room.message", JsonObject.of("body", "hello"));
    private static final PduEvent IMAGE =
            event("m.room.message", JsonObject.of("url", "mxc://a/b"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                 | true",
                "{'types': ['m.room.message']}                                      | true",
                "{'types': ['m.room.*']}                                            | true",
                "{'types': ['m.reaction']}                                          | false",
                "{'types': []}                                                      | false",
                "{'not_types': ['m.room.*']}                                        | false",
                "{'types': ['m.room.message'], 'not_types': ['m.room.message']}     | false",
                "{'senders': ['@alice:test.local']}                                 | true",
                "{'senders': []}                                                    | false",
                "{'not_senders': ['@alice:test.local']}                             | false",
                "{'senders': ['@alice:test.local'], 'not_senders': ['@alice:test.local']} | false",
                "{'rooms': ['!room:test.local']}                                    | true",
                "{'rooms': ['!other:test.local']}                                   | false",
                "{'not_rooms': ['!room:test.local']}                                | false",
                "{'contains_url': false}                                            | true",
                "{'contains_url': true}                                             | false",
            })
    void anEventPassesWhatTheFilterSays(String filter, boolean passes) {
        assertThat(EventFilter.parse(filter.replace('\'', '"')).matches(MESSAGE)).isEqualTo(passes);
    }

    @Test
    void anEventWithAUrlIsFoundByIt() {
        assertThat(EventFilter.parse("{\"contains_url\":true}").matches(IMAGE)).isTrue();
        assertThat(EventFilter.parse("{\"contains_url\":false}").matches(IMAGE)).isFalse();
    }

    @Test
    void aUrlThatIsNoStringIsAUrlKeyAllTheSame() {
        PduEvent event = event("m.room.message", JsonObject.builder().put("url", 1).build());

        assertThat(EventFilter.parse("{\"contains_url\":true}").matches(event)).isTrue();
        assertThat(EventFilter.parse("{\"contains_url\":false}").matches(event)).isFalse();
    }

    @Test
    void theSmallerOfTwoLimitsHolds() {
        assertThat(EventFilter.parse("{\"limit\":5}").limit(10)).isEqualTo(5);
        assertThat(EventFilter.parse("{\"limit\":50}").limit(10)).isEqualTo(10);
        assertThat(EventFilter.NONE.limit(10)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'types':'m.room.message'}",
                "{'types':[1]}",
                "{'senders':{}}",
                "{'contains_url':'true'}",
                "{'lazy_load_members':1}",
                "{'limit':0}",
                "{'limit':'5'}",
            })
    void aFilterOfAnotherShapeIsRefused(String filter) {
        assertThatThrownBy(() -> EventFilter.parse(filter.replace('\'', '"')))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("filter");
    }

    @ParameterizedTest
    @CsvSource({
        "types, 300",
        "not_types, 300",
        "senders, 10000",
        "not_senders, 10000",
        "rooms, 10000",
        "not_rooms, 10000"
    })
    void d03_aListThatIsTooLongIsRefused(String key, int most) {
        assertThat(EventFilter.parse(list(key, most))).isNotNull();
        assertThatThrownBy(() -> EventFilter.parse(list(key, most + 1)))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(400);
                            assertThat(refusal.errorCode()).isEqualTo(ErrorCode.INVALID_PARAM);
                        })
                .hasMessageContaining(key);
    }

    @Test
    void whatAnEventHoldsIsToldApartFromWhatItIs() {
        EventFilter filter =
                EventFilter.parse("{\"contains_url\":true,\"not_types\":[\"m.room.message\"]}");

        assertThat(filter.allowsContentOf(IMAGE)).isTrue();
        assertThat(filter.allowsContentOf(MESSAGE)).isFalse();
        assertThat(filter.matches(IMAGE)).isFalse();
    }

    private static String list(String key, int entries) {
        return IntStream.range(0, entries)
                .mapToObj(i -> "\"*" + i + "\"")
                .collect(Collectors.joining(",", "{\"" + key + "\":[", "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"limit\":1.5}"})
    void whatIsNoObjectIsRefused(String filter) {
        assertThatThrownBy(() -> EventFilter.parse(filter))
                .isInstanceOf(InvalidJsonException.class);
    }

    private static PduEvent event(String type, JsonObject content) {
        JsonObject json =
                JsonObject.builder()
                        .put("type", type)
                        .put("sender", "@alice:test.local")
                        .put("room_id", "!room:test.local")
                        .put("content", content)
                        .build();
        return PduEvent.stored(
                RoomVersion.V11, EventId.parse("$event:test.local"), CanonicalJson.encode(json));
    }
}
