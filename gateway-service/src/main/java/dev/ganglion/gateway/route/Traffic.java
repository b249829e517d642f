package dev.ganglion.gateway.route;

/** What a request does on the wire: how long it may take and how large its body may be. */
public enum Traffic {
    /** A JSON request that is answered at once. */
    NORMAL,
    /** A request that waits for news for as long as its {@code timeout} parameter says. */
    LONG_POLL,
    /** A page for people: the cookies that this server has set in their browser go along. */
    PAGE,
    /** Media in or out: limited by idleness, not by duration. */
    TRANSFER
}
