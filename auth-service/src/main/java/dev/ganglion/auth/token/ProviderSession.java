package dev.ganglion.auth.token;

import java.util.Optional;

/**
 * The login at a single sign-on provider that a login here began with.
 *
 * @param subject whom the provider means
 * @param id the provider's own name for its session; not every provider tells one
 */
public record ProviderSession(String provider, String subject, Optional<String> id) {}
