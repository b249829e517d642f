package dev.ganglion.service.appservice;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.UserId;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A registered application service. Its tokens are not kept, only the hash of the one that it shows
 * us.
 *
 * @param url absent for one that wants no traffic
 * @param tokenHash SHA-256 of the {@code as_token} in unpadded URL-safe base64
 * @param sender the user that it is when it does not say which
 * @param isRateLimited whether its requests are limited like everybody's when it acts as one of its
 *     users
 */
public record ApplicationService(
        String id,
        Optional<URI> url,
        String tokenHash,
        UserId sender,
        Namespaces namespaces,
        boolean isRateLimited,
        Set<String> protocols,
        boolean receivesEphemeral) {
    public ApplicationService {
        protocols = Set.copyOf(protocols);
    }

    /** Whether it may act as this user, who may not exist. Users of other servers are never its. */
    public boolean covers(UserId user) {
        return user.equals(sender)
                || (user.serverName().equals(sender.serverName()) && namespaces.contain(user));
    }

    /** Whether the alias is in its namespaces. Aliases of other servers are never its own. */
    public boolean covers(RoomAlias alias) {
        return alias.serverName().equals(sender.serverName()) && namespaces.contain(alias);
    }

    /** Whether its requests as this user are limited: those of its sender never are. */
    public boolean isRateLimitedAs(UserId user) {
        return isRateLimited && !user.equals(sender);
    }

    boolean keeps(UserId user) {
        return user.equals(sender)
                || (user.serverName().equals(sender.serverName())
                        && namespaces.areExclusiveFor(user));
    }

    boolean keeps(RoomAlias alias) {
        return alias.serverName().equals(sender.serverName()) && namespaces.areExclusiveFor(alias);
    }

    @Override
    public String toString() {
        return "ApplicationService[" + id + "]";
    }
}
