package dev.ganglion.protocol.acl;

import dev.ganglion.protocol.glob.Glob;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which servers may take part in a room, as its {@code m.room.server_acl} says. A room without such
 * an event is open to {@link #EVERYBODY}. Ports and case do not matter.
 *
 * <p>Reading the content takes time linear in its size, and so does each question, for a server's
 * name is short: keep the list for as long as the event is current. Thread-safe.
 */
public final class ServerAcl {
    /** The list of a room that has none. */
    public static final ServerAcl EVERYBODY = new ServerAcl(true, server -> true, server -> false);

    private final boolean allowsIpLiterals;
    private final Predicate<String> allowed;
    private final Predicate<String> denied;

    private ServerAcl(
            boolean allowsIpLiterals, Predicate<String> allowed, Predicate<String> denied) {
        this.allowsIpLiterals = allowsIpLiterals;
        this.allowed = allowed;
        this.denied = denied;
    }

    /**
     * The list that an event's content makes. What has the wrong type counts as absent: without an
     * {@code allow} nobody may take part, the own server included.
     */
    public static ServerAcl of(JsonObject content) {
        return new ServerAcl(
                content.bool("allow_ip_literals").orElse(true),
                hosts(content, "allow"),
                hosts(content, "deny"));
    }

    /** Whether that server may send into the room, or ask about it. */
    public boolean allows(ServerName server) {
        String host = server.host().toLowerCase(Locale.ROOT);
        return (allowsIpLiterals || !server.isIpLiteral())
                && !denied.test(host)
                && allowed.test(host);
    }

    /** Names without wildcards, which most are, take one look-up together. */
    private static Predicate<String> hosts(JsonObject content, String key) {
        List<String> patterns =
                content.array(key)
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        Set<String> names =
                patterns.stream()
                        .filter(pattern -> !hasWildcard(pattern))
                        .collect(Collectors.toUnmodifiableSet());
        List<Glob> globs = patterns.stream().filter(ServerAcl::hasWildcard).map(Glob::of).toList();
        return host -> names.contains(host) || globs.stream().anyMatch(glob -> glob.matches(host));
    }

    private static boolean hasWildcard(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }
}
