package dev.ganglion.auth.identityprovider;

import java.util.Optional;

/**
 * Who a provider says has signed in there.
 *
 * @param subject what the provider calls them, and never calls anybody else
 * @param session the provider's own name for its session
 * @param localpart what the operator's template makes of what the provider tells
 */
public record Person(
        String provider,
        String subject,
        Optional<String> session,
        Optional<String> localpart,
        Optional<String> displayName) {
    /** Without what the provider tells of them. */
    @Override
    public String toString() {
        return "Person[" + provider + "]";
    }
}
