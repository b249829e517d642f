package dev.ganglion.moderation.keyword;

import dev.ganglion.protocol.json.JsonObject;

/** An event as it is read for keywords. */
record WatchedEvent(
        long position,
        String eventId,
        String roomId,
        String sender,
        String type,
        JsonObject content) {}
