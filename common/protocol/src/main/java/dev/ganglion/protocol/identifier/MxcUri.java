package dev.ganglion.protocol.identifier;

import java.util.Optional;

/**
 * Where a piece of media is, {@code mxc://server/media-id}.
 *
 * <p>Client-server API, "Matrix Content (mxc://) URIs": the media ID consists of letters, digits,
 * {@code _} and {@code -}, so that no path can hide in it.
 */
public record MxcUri(ServerName serverName, String mediaId) {
    private static final String SCHEME = "mxc://";

    /** Checks the media ID. */
    public MxcUri {
        if (mediaId.isEmpty()
                || !Grammar.fits(mediaId)
                || !Grammar.consistsOf(mediaId, Grammar::isBase64Url)) {
            throw Grammar.invalid("media ID", mediaId);
        }
    }

    public static MxcUri parse(String text) {
        int slash = text.indexOf('/', SCHEME.length());
        if (!text.startsWith(SCHEME) || slash < 0) {
            throw Grammar.invalid("mxc URI", text);
        }
        return new MxcUri(
                ServerName.parse(text.substring(SCHEME.length(), slash)),
                text.substring(slash + 1));
    }

    public static Optional<MxcUri> tryParse(String text) {
        return Grammar.tried(text, MxcUri::parse);
    }

    public String value() {
        return SCHEME + serverName.value() + "/" + mediaId;
    }

    @Override
    public String toString() {
        return value();
    }
}
