package dev.ganglion.room.create;

import dev.ganglion.protocol.auth.Creators;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.stream.Stream;

/** Those besides whoever creates a room who stand above all its levels, from version 12 on. */
final class AdditionalCreators {
    static final String FIELD = "additional_creators";

    private AdditionalCreators() {}

    /** {@code M_BAD_JSON} unless they are user IDs; before version 12 the field means nothing. */
    static void require(JsonObject creationContent, RoomVersion version) {
        boolean isValid =
                !version.has(Change.CREATORS_ABOVE_ALL)
                        || creationContent.get(FIELD).stream()
                                .allMatch(value -> Creators.parseAdditional(value).isPresent());
        if (!isValid) {
            throw MatrixException.badJson(FIELD + " is a list of user IDs");
        }
    }

    /** Those asked for and these, each once. */
    static JsonArray with(JsonObject creationContent, List<UserId> others) {
        Stream<String> asked = creationContent.array(FIELD).orElse(JsonArray.EMPTY).strings();
        return JsonArray.ofStrings(
                Stream.concat(asked, others.stream().map(UserId::value)).distinct().toList());
    }
}
