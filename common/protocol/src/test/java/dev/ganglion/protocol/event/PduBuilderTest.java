package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.Optional;

class PduBuilderTest {
    private static final ServerName SERVER = new ServerName("example.org");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final RoomId ROOM = RoomId.parse("!room:example.org");
    private static final SigningKey KEY =
            SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
    private static final EventDraft HELLO =
            EventDraft.message(ALICE, EventTypes.MESSAGE, JsonObject.of("body", "Hello 😀"));

    private final PduBuilder builder = new PduBuilder(SERVER, KEY);

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void aBuiltEventIsSignedHashedAndNamedByItsVersion(RoomVersion version) {
        PduEvent event = builder.build(HELLO, after(id(version, 'p')), 1_700, version);

        assertThat(ContentHash.matches(event.json())).isTrue();
        assertThat(EventSignatures.verify(event.json(), version, SERVER, KEY.id(), KEY.verifyKey()))
                .isTrue();
        assertThat(event.canonicalBytes()).isEqualTo(CanonicalJson.encode(event.json()));
        assertThat(PduEvent.of(version, event.json()).eventId()).isEqualTo(event.eventId());
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void aBuiltEventReadsBackFromItsBytes(RoomVersion version) {
        EventId before = id(version, 'p');
        PduEvent built = builder.build(HELLO, after(before), 1_700, version);

        PduEvent read = PduEvent.stored(version, built.eventId(), built.canonicalBytes());

        assertThat(read.json()).isEqualTo(built.json());
        assertThat(read.sender()).isEqualTo(ALICE);
        assertThat(read.roomId()).isEqualTo(ROOM);
        assertThat(read.prevEvents()).containsExactly(before);
        assertThat(read.authEvents()).containsExactly(before);
        assertThat(read.depth()).isEqualTo(7);
        assertThat(read.originServerTs()).isEqualTo(1_700);
        assertThat(read.content()).isEqualTo(HELLO.content());
        assertThat(read.isState()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void anEventKeepsItsIdAndSignatureWhenItIsRedacted(RoomVersion version) {
        PduEvent event = builder.build(HELLO, after(id(version, 'p')), 1_700, version);

        JsonObject redacted = event.redacted().json();

        assertThat(redacted.object("content")).contains(JsonObject.EMPTY);
        assertThat(ReferenceHash.eventId(redacted, version)).isEqualTo(event.eventId());
        assertThat(EventSignatures.verify(redacted, version, SERVER, KEY.id(), KEY.verifyKey()))
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void theIdHasTheFormOfItsVersion(RoomVersion version) {
        String id = builder.build(HELLO, after(id(version, 'p')), 1, version).eventId().value();

        assertThat(id)
                .matches(
                        switch (version.id()) {
                            case "1", "2" -> "\\$[A-Za-z0-9_-]{24}:example\\.org";
                            case "3" -> "\\$[A-Za-z0-9+/]{43}";
                            default -> "\\$[A-Za-z0-9_-]{43}";
                        });
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void aRedactionNamesItsTargetWhereItsVersionLooksForIt(RoomVersion version) {
        EventId target = id(version, 't');
        EventPlace place = after(id(version, 'p'));

        PduEvent made =
                builder.build(
                        EventDraft.redaction(ALICE, target, JsonObject.of("reason", "spam")),
                        place,
                        1,
                        version);
        PduEvent sentAsAnyEvent =
                builder.build(
                        EventDraft.message(
                                ALICE,
                                EventTypes.REDACTION,
                                JsonObject.of("redacts", target.value())),
                        place,
                        1,
                        version);

        assertThat(made.redacts()).contains(target);
        assertThat(sentAsAnyEvent.redacts()).contains(target);
        assertThat(made.json().has("redacts")).isEqualTo(RoomVersion.ALL.indexOf(version) < 10);
    }

    @Test
    void theCreateEventOfVersion12NamesItsRoom() {
        EventDraft create =
                EventDraft.state(ALICE, EventTypes.CREATE, "", JsonObject.of("room_version", "12"));

        PduEvent event =
                builder.build(
                        create,
                        new EventPlace(Optional.empty(), List.of(), List.of(), 1),
                        1_700,
                        RoomVersion.V12);

        assertThat(event.json().has("room_id")).isFalse();
        assertThat(event.roomId().value()).isEqualTo("!" + event.eventId().value().substring(1));
        assertThat(event.stateKeyTuple()).contains(StateKeyTuple.CREATE);
    }

    @Test
    void theSameDraftInTheSamePlaceIsTheSameEvent() {
        EventPlace place = after(id(RoomVersion.V12, 'p'));

        assertThat(builder.build(HELLO, place, 1, RoomVersion.V12))
                .isEqualTo(builder.build(HELLO, place, 1, RoomVersion.V12))
                .isNotEqualTo(builder.build(HELLO, place, 2, RoomVersion.V12));
    }

    @Test
    void theDeepestRoomGetsNoDeeper() {
        EventPlace place =
                new EventPlace(Optional.of(ROOM), List.of(), List.of(), EventPlace.MAX_DEPTH + 1);

        assertThat(builder.build(HELLO, place, 1, RoomVersion.V12).depth())
                .isEqualTo(EventPlace.MAX_DEPTH);
    }

    @Test
    void strippedStateHasFourFields() {
        PduEvent name =
                builder.build(
                        EventDraft.state(ALICE, EventTypes.NAME, "", JsonObject.of("name", "Den")),
                        after(id(RoomVersion.V12, 'p')),
                        1,
                        RoomVersion.V12);

        assertThat(StrippedState.of(name))
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"type": "m.room.name", "state_key": "", "content": {"name": "Den"},
                                 "sender": "@alice:example.org"}
                                """));
    }

    private static EventPlace after(EventId event) {
        return new EventPlace(Optional.of(ROOM), List.of(event), List.of(event), 7);
    }

    private static EventId id(RoomVersion version, char letter) {
        boolean hasServer = RoomVersion.ALL.indexOf(version) < 2;
        return EventId.parse(
                hasServer
                        ? "$" + letter + ":example.org"
                        : "$" + String.valueOf(letter).repeat(43));
    }
}
