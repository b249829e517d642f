package dev.ganglion.auth.token;

import reactor.core.publisher.Mono;

/**
 * What comes of a login at a single sign-on provider besides devices, such as a signed-in browser.
 * Whoever keeps such things is a bean of this type; there may be several.
 */
public interface EndsWithProvider {
    /** The order of what others begin with: once it has ended, nothing more begins. */
    int FIRST = Integer.MIN_VALUE;

    /** The provider has ended this session: what it has led to ends too. */
    Mono<Void> endAllFrom(ProviderSession origin);
}
