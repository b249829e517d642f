package dev.ganglion.service.identity;

import java.util.List;

/**
 * The endpoints of a service that need no user, such as login. The gateway's own service token is
 * needed even there. A bean of each service that has such endpoints; there may be several.
 *
 * @param patterns path patterns, each perhaps after a method and a space: {@code "GET
 *     /_matrix/client/v3/profile/**"}
 */
public record PublicEndpoints(List<String> patterns) {
    public PublicEndpoints {
        patterns = List.copyOf(patterns);
    }

    public static PublicEndpoints of(String... patterns) {
        return new PublicEndpoints(List.of(patterns));
    }
}
