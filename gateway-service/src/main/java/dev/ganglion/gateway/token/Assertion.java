package dev.ganglion.gateway.token;

import org.jspecify.annotations.Nullable;

/**
 * Whom an application service says that it is, in the query of a request: unverified, and without a
 * meaning for anybody else. Application service API, "Identity assertion".
 */
public record Assertion(@Nullable String userId, @Nullable String deviceId) {
    static final Assertion NONE = new Assertion(null, null);
}
