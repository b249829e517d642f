package dev.ganglion.sync.longpoll;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.SessionsEnded;

/** What the end of sessions means for a request that waits. */
enum End {
    /** It goes on waiting. */
    NONE,
    /** Its session is over. */
    LOGOUT,
    /** It has to ask again: its client may have newer tokens, or one that is good all the same. */
    REPLACEMENT;

    /** What may be about anybody ends nothing here. */
    static End of(SessionsEnded ended, Requester requester) {
        if (ended.user().isEmpty()) {
            return NONE;
        }
        if (requester.applicationService().isPresent()) {
            // Its own token is good: what it may still do as the user is for the gateway to say.
            return ended.endsActingAs(requester.userId(), requester.deviceId())
                    ? REPLACEMENT
                    : NONE;
        }
        boolean isMeant =
                ended.coversAllOf(requester.userId(), requester.deviceId())
                        || requester.tokenHash().filter(ended.tokenHashes()::contains).isPresent();
        if (!isMeant) {
            return NONE;
        }
        return ended.isLogout() ? LOGOUT : REPLACEMENT;
    }
}
