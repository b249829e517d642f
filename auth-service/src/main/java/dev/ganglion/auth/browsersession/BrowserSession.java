package dev.ganglion.auth.browsersession;

import dev.ganglion.protocol.identifier.UserId;

/**
 * Somebody is signed in in a browser.
 *
 * @param id names the session without letting anybody use it
 * @param passwordVersion of the account: with another one the session would have ended
 */
public record BrowserSession(String id, UserId userId, int passwordVersion) {}
