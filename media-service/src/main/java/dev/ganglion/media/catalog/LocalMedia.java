package dev.ganglion.media.catalog;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;

/** Tells this server's media from that of others, which it does not fetch. */
@Component
public class LocalMedia {
    private final ServerName serverName;

    LocalMedia(ServerProperties server) {
        this.serverName = server.serverName();
    }

    /** Checks the path of a request; the media ID is safe afterwards. */
    public String mediaId(ServerName server, String mediaId) {
        MxcUri uri = new MxcUri(server, mediaId);
        if (!uri.serverName().equals(serverName)) {
            throw MatrixException.notFound("This server does not hold media of other servers");
        }
        return uri.mediaId();
    }

    public MxcUri uri(String mediaId) {
        return new MxcUri(serverName, mediaId);
    }
}
