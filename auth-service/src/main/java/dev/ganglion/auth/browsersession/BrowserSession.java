package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import java.util.Optional;

/**
 * Somebody is signed in in a browser.
 *
 * @param id names the session without letting anybody use it
 * @param passwordVersion of the account: with another one the session would have ended
 * @param origin where they signed in, if it was at a single sign-on provider
 */
public record BrowserSession(
        String id, UserId userId, int passwordVersion, Optional<ProviderSession> origin) {

    /** Of the cookie: what the session is stored by. */
    public TokenHash hash() {
        return new TokenHash(id);
    }
}
