package dev.ganglion.sync.longpoll;

/** Why a parked request goes on. */
public enum Wake {
    /** Something happened that may concern it. */
    NEWS,
    /** It has waited long enough. */
    TIMEOUT,
    /** This replica stops: answer at once, with nothing new if need be. */
    SHUTDOWN
}
