package dev.ganglion.sync;

/** How Bob's client is told of rooms. */
enum WayOfSyncing {
    /** It begins when all is over, and asks for rooms that were left, too. */
    INITIALLY,
    /** It was away all the time, and the replica remembers everything. */
    AFTER_A_GAP,
    /** It was away all the time, and the replica remembers nothing. */
    AFTER_A_GAP_ON_ANOTHER_REPLICA,
    /** It hears of each step when it has been taken. */
    STEP_BY_STEP
}
