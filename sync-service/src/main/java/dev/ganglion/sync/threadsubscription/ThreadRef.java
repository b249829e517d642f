package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.identifier.UserId;

/** A thread that a user may see. */
record ThreadRef(UserId user, long roomNid, String threadRoot) {}
