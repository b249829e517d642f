package dev.ganglion.room.media;

import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which media an event brings along: what it is about, its thumbnail, and the pictures of rooms and
 * members. Pictures within texts and stickers are not its own, they belong to a pack.
 *
 * <p>Client-server API, "Content repository" and "m.room.message msgtypes".
 */
final class AttachedMedia {
    private static final String STICKER = "m.sticker";

    private AttachedMedia() {}

    /** Of the sender and of this server; media that others have uploaded is not the sender's. */
    static Stream<OwnedMedia> of(JsonObject event, ServerName server) {
        Optional<UserId> sender = event.string("sender").flatMap(UserId::tryParse);
        if (sender.isEmpty() || event.string("type").filter(STICKER::equals).isPresent()) {
            return Stream.empty();
        }
        return links(event.object("content").orElse(JsonObject.EMPTY))
                .flatMap(link -> MxcUri.tryParse(link).stream())
                .filter(uri -> uri.serverName().equals(server))
                .map(uri -> server.value() + "/" + uri.mediaId())
                .distinct()
                .map(media -> new OwnedMedia(media, sender.get()));
    }

    private static Stream<String> links(JsonObject content) {
        Optional<JsonObject> info = content.object("info");
        return Stream.of(
                        content.string("url"),
                        content.string("avatar_url"),
                        content.object("file").flatMap(file -> file.string("url")),
                        info.flatMap(about -> about.string("thumbnail_url")),
                        info.flatMap(about -> about.object("thumbnail_file"))
                                .flatMap(file -> file.string("url")))
                .flatMap(Optional::stream);
    }
}
