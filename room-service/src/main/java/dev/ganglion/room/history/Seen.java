package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.Membership;

/** An event that the reader may see, with the reader's membership at it. */
public record Seen(StoredEvent event, Membership membership) {}
