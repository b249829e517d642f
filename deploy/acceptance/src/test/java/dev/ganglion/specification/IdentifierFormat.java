package dev.ganglion.specification;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The formats of strings that the specification names without a grammar in its data; what they look
 * like is said in its appendices.
 */
record IdentifierFormat(String name, Predicate<String> grammar) implements Format {
    private static final Predicate<String> UNPADDED_BASE64 =
            Pattern.compile("[A-Za-z0-9+/]*").asMatchPredicate();
    private static final Predicate<String> URL_SAFE_UNPADDED_BASE64 =
            Pattern.compile("[A-Za-z0-9_-]*").asMatchPredicate();

    static List<IdentifierFormat> all() {
        return List.of(
                new IdentifierFormat("mx-user-id", text -> UserId.tryParse(text).isPresent()),
                new IdentifierFormat("mx-event-id", text -> EventId.tryParse(text).isPresent()),
                new IdentifierFormat("mx-room-id", text -> RoomId.tryParse(text).isPresent()),
                new IdentifierFormat("mx-room-alias", text -> RoomAlias.tryParse(text).isPresent()),
                new IdentifierFormat(
                        "mx-server-name", text -> ServerName.tryParse(text).isPresent()),
                new IdentifierFormat("mx-mxc-uri", text -> MxcUri.tryParse(text).isPresent()),
                new IdentifierFormat("mx-unpadded-base64", UNPADDED_BASE64),
                new IdentifierFormat("mx-urlsafe-unpadded-base64", URL_SAFE_UNPADDED_BASE64));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
        return grammar.test(value);
    }
}
