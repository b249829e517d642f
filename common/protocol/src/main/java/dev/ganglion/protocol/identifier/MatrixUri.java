package dev.ganglion.protocol.identifier;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A link to a user, a room or an event: a {@code matrix:} URI or its older form, a {@code
 * https://matrix.to/#/} link.
 *
 * <p>Specification: appendices, "URIs".
 *
 * @param event the event in the room, if the link goes to one
 * @param via servers through which the room can be joined, in the order given
 */
public record MatrixUri(Target target, Optional<EventId> event, List<ServerName> via) {
    private static final String MATRIX_TO = "https://matrix.to/#/";

    /** What a link leads to. */
    public sealed interface Target {
        /** A user. */
        record User(UserId userId) implements Target {}

        /** A room, by ID or alias. */
        record Room(RoomIdOrAlias room) implements Target {}
    }

    public MatrixUri {
        via = List.copyOf(via);
    }

    /** Parses either form; throws {@link InvalidIdentifierException}. */
    public static MatrixUri parse(String text) {
        if (text.startsWith(MATRIX_TO)) {
            return parseMatrixTo(text);
        }
        try {
            return parseMatrixScheme(new URI(text), text);
        } catch (URISyntaxException e) {
            throw Grammar.invalid("matrix URI", text);
        }
    }

    public static Optional<MatrixUri> tryParse(String text) {
        return Grammar.tried(text, MatrixUri::parse);
    }

    private static MatrixUri parseMatrixTo(String text) {
        String rest = text.substring(MATRIX_TO.length());
        int query = rest.indexOf('?');
        String[] parts = (query < 0 ? rest : rest.substring(0, query)).split("/", -1);
        List<ServerName> via = query < 0 ? List.of() : via(rest.substring(query + 1));
        String first = decoded(parts[0], text);
        Target target =
                first.startsWith("@")
                        ? new Target.User(UserId.parse(first))
                        : new Target.Room(RoomIdOrAlias.parse(first));
        return new MatrixUri(target, event(parts, 1, "", target, text), via);
    }

    private static MatrixUri parseMatrixScheme(URI uri, String text) {
        if (!"matrix".equalsIgnoreCase(uri.getScheme())) {
            throw Grammar.invalid("matrix URI", text);
        }
        String body = withoutAuthority(uri.getRawSchemeSpecificPart());
        int query = body.indexOf('?');
        String[] parts = (query < 0 ? body : body.substring(0, query)).split("/", -1);
        if (parts.length < 2) {
            throw Grammar.invalid("matrix URI", text);
        }
        List<ServerName> via = query < 0 ? List.of() : via(body.substring(query + 1));
        String id = decoded(parts[1], text);
        Target target =
                switch (parts[0]) {
                    case "u", "user" -> new Target.User(UserId.parse("@" + id));
                    case "r", "room" -> new Target.Room(RoomAlias.parse("#" + id));
                    case "roomid" -> new Target.Room(RoomId.parse("!" + id));
                    default -> throw Grammar.invalid("matrix URI", text);
                };
        return new MatrixUri(target, event(parts, 2, "$", target, text), via);
    }

    /** The authority means nothing yet. */
    private static String withoutAuthority(String body) {
        return body.startsWith("//") ? body.substring(body.indexOf('/', 2) + 1) : body;
    }

    private static Optional<EventId> event(
            String[] parts, int from, String sigil, Target target, String text) {
        List<String> rest = Arrays.asList(parts).subList(from, parts.length);
        List<String> event =
                sigil.isEmpty() || rest.isEmpty() ? rest : afterEventMarker(rest, text);
        if (event.isEmpty() || event.equals(List.of(""))) {
            return Optional.empty();
        }
        if (event.size() > 1 || target instanceof Target.User) {
            throw Grammar.invalid("matrix URI", text);
        }
        return Optional.of(EventId.parse(sigil + decoded(event.getFirst(), text)));
    }

    private static List<String> afterEventMarker(List<String> rest, String text) {
        if (!rest.getFirst().equals("e") && !rest.getFirst().equals("event")) {
            throw Grammar.invalid("matrix URI", text);
        }
        return rest.subList(1, rest.size());
    }

    private static List<ServerName> via(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith("via="))
                .map(parameter -> decoded(parameter.substring("via=".length()), query))
                .map(ServerName::parse)
                .toList();
    }

    private static String decoded(String part, String text) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Grammar.invalid("matrix URI", text);
        }
    }
}
