package dev.ganglion.gateway.token;

/**
 * What a session is remembered by: the token alone, or also whom an application service asserts to
 * be with it, so that one of its users never gets the session of another.
 */
record SessionKey(String tokenHash, Assertion assertion) {
    static SessionKey of(AccessToken token) {
        return new SessionKey(token.hash(), Assertion.NONE);
    }
}
