package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Client-server API, "Size limits"; identifiers guard their own length. */
class EventSizeLimitsTest {
    private static final UserId ALICE = UserId.parse("@alice:domain");
    private static final EventPlace PLACE =
            new EventPlace(Optional.of(RoomId.parse("!room:domain")), List.of(), List.of(), 1);

    private final PduBuilder builder =
            new PduBuilder(
                    new ServerName("domain"), SigningKey.of(new KeyId("ed25519:1"), new byte[32]));

    @Test
    void r10_anEventOf65536BytesIsTheLargest() {
        int overhead = message(0).canonicalBytes().length;
        PduEvent largest = message(65_536 - overhead);

        assertThat(largest.canonicalBytes()).hasSize(65_536);
        assertThat(EventSizeLimits.violation(largest)).isEmpty();
        assertThat(EventSizeLimits.violation(message(65_537 - overhead))).isPresent();
    }

    @Test
    void r10_aTypeHas255BytesAtMost() {
        assertThat(EventSizeLimits.violation(state("t".repeat(255), ""))).isEmpty();
        assertThat(EventSizeLimits.violation(state("t".repeat(256), ""))).isPresent();
        assertThat(EventSizeLimits.violation(state("é".repeat(127), ""))).isEmpty();
        assertThat(EventSizeLimits.violation(state("é".repeat(128), ""))).isPresent();
    }

    @Test
    void r10_aStateKeyHas255BytesAtMost() {
        assertThat(EventSizeLimits.violation(state("t", "k".repeat(255)))).isEmpty();
        assertThat(EventSizeLimits.violation(state("t", "k".repeat(256)))).isPresent();
        assertThat(EventSizeLimits.violation(state("t", "😀".repeat(63)))).isEmpty();
        assertThat(EventSizeLimits.violation(state("t", "😀".repeat(64)))).isPresent();
    }

    @Test
    void r10_aKeyIsMeasuredInBytesAndNotInLetters() {
        assertThat(EventSizeLimits.isTooLong("€".repeat(85))).isFalse();
        assertThat(EventSizeLimits.isTooLong("€".repeat(86))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender", "room_id", "event_id"})
    void r10_anIdOfOver255BytesMakesNoEvent(String field) {
        Map<String, String> starts = Map.of("sender", "@", "room_id", "!", "event_id", "$");
        JsonObject event =
                JsonObject.builder()
                        .put("type", "t")
                        .put("sender", ALICE.value())
                        .put("room_id", "!room:domain")
                        .put("event_id", "$event:domain")
                        .build();
        String start = Objects.requireNonNull(starts.get(field));

        assertThat(PduEvent.of(RoomVersion.V1, event.with(field, id(start, 255)))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PduEvent.of(RoomVersion.V1, event.with(field, id(start, 256))));
    }

    private static JsonString id(String start, int bytes) {
        String end = ":domain";
        return new JsonString(start + "x".repeat(bytes - start.length() - end.length()) + end);
    }

    private PduEvent message(int bodyLength) {
        return build(
                EventDraft.message(
                        ALICE, EventTypes.MESSAGE, JsonObject.of("body", "x".repeat(bodyLength))));
    }

    private PduEvent state(String type, String stateKey) {
        return build(EventDraft.state(ALICE, type, stateKey, JsonObject.EMPTY));
    }

    private PduEvent build(EventDraft draft) {
        return builder.build(draft, PLACE, 1, RoomVersion.V11);
    }
}
