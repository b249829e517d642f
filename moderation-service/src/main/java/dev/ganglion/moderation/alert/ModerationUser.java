package dev.ganglion.moderation.alert;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;

/** The server's own user in whose name alerts are sent; its messages are never judged. */
@Component
public class ModerationUser {
    private final UserId userId;

    ModerationUser(ServerProperties server) {
        this.userId = UserId.of("moderation", server.serverName());
    }

    public UserId userId() {
        return userId;
    }

    public boolean is(UserId sender) {
        return userId.equals(sender);
    }
}
