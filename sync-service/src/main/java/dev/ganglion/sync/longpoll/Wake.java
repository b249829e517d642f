package dev.ganglion.sync.longpoll;

/** Why a parked request goes on. */
public enum Wake {
    /** Something happened that may concern it. */
    NEWS,
    /** It has waited long enough. */
    TIMEOUT,
    /** Newer requests of the same device or user took its place: answer as at the timeout. */
    CROWDED_OUT,
    /** Its token was replaced: answer as at the timeout, the client goes on with the next one. */
    TOKEN_REPLACED,
    /** This replica stops: answer at once, with nothing new if need be. */
    SHUTDOWN
}
