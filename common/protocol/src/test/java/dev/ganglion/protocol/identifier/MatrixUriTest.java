package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.identifier.MatrixUri.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Appendices, "URIs". */
class MatrixUriTest {
    private static final Target ALIAS = new Target.Room(RoomAlias.parse("#somewhere:example.org"));
    private static final Target ROOM = new Target.Room(RoomId.parse("!somewhere:example.org"));
    private static final Target ALICE = new Target.User(UserId.parse("@alice:example.org"));
    private static final EventId EVENT = EventId.parse("$event:example.org");
    private static final List<ServerName> VIA = List.of(new ServerName("elsewhere.ca"));

    record Link(String text, Target target, Optional<EventId> event, List<ServerName> via) {}

    static Stream<Link> links() {
        return Stream.of(
                // The specification's examples.
                room("matrix:r/somewhere:example.org", ALIAS),
                routed("matrix:roomid/somewhere:example.org?via=elsewhere.ca"),
                event("matrix:roomid/somewhere:example.org/e/event:example.org?via=elsewhere.ca"),
                user("matrix:u/alice:example.org?action=chat"),
                room("https://matrix.to/#/%23somewhere%3Aexample.org", ALIAS),
                routed("https://matrix.to/#/!somewhere%3Aexample.org?via=elsewhere.ca"),
                event(
                        "https://matrix.to/#/!somewhere%3Aexample.org/%24event%3Aexample.org"
                                + "?via=elsewhere.ca"),
                user("https://matrix.to/#/%40alice%3Aexample.org"),
                // Not fully encoded, as older clients write it, and the types of the drafts.
                room("https://matrix.to/#/#somewhere:example.org", ALIAS),
                room("https://matrix.to/#/#somewhere:example.org/", ALIAS),
                user("matrix:user/alice:example.org"),
                room("matrix:room/somewhere:example.org", ALIAS),
                event(
                        "MATRIX:roomid/somewhere:example.org/event/event:example.org?via=elsewhere.ca"),
                // Authority and fragment mean nothing yet.
                user("matrix://authority/u/alice:example.org#fragment"),
                new Link(
                        "matrix:roomid/somewhere:example.org?via=elsewhere.ca&action=join&via=a.b",
                        ROOM,
                        Optional.empty(),
                        List.of(new ServerName("elsewhere.ca"), new ServerName("a.b"))));
    }

    @ParameterizedTest
    @MethodSource("links")
    void aLinkLeadsWhereItSays(Link link) {
        assertThat(MatrixUri.parse(link.text()))
                .isEqualTo(new MatrixUri(link.target(), link.event(), link.via()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "matrix:",
                "matrix:u",
                "matrix:u/",
                "matrix:x/alice:example.org",
                "matrix:u/alice",
                "matrix:u/alice:example.org/e/event:example.org",
                "matrix:roomid/somewhere:example.org/x/event:example.org",
                "matrix:roomid/somewhere:example.org/e/a:b/e/c:d",
                "matrix:roomid/somewhere:example.org?via=not a server",
                "matrix:r/%zz:example.org",
                "matrix://authority",
                "https://matrix.to/#/",
                "https://matrix.to/#/%zz",
                "https://matrix.to/#/%2Bgroup%3Aexample.org",
                "https://matrix.to/#/@alice:example.org/$event:example.org",
                "https://matrix.example/#/@alice:example.org",
                "mailto:alice@example.org"
            })
    void whatIsNoLinkIsRefused(String text) {
        assertThat(MatrixUri.tryParse(text)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> MatrixUri.parse(text));
    }

    private static Link room(String text, Target target) {
        return new Link(text, target, Optional.empty(), List.of());
    }

    private static Link user(String text) {
        return room(text, ALICE);
    }

    private static Link routed(String text) {
        return new Link(text, ROOM, Optional.empty(), VIA);
    }

    private static Link event(String text) {
        return new Link(text, ROOM, Optional.of(EVENT), VIA);
    }
}
