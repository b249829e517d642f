package dev.ganglion.room.media;

import dev.ganglion.protocol.identifier.UserId;

/**
 * A piece of this server's media, if that user has uploaded it.
 *
 * @param media {@code server/media-id}
 */
record OwnedMedia(String media, UserId uploader) {
    String mediaId() {
        return media.substring(media.indexOf('/') + 1);
    }
}
