package dev.ganglion.sync.unread;

import dev.ganglion.sync.event.TimelineEvent;

/** What one event adds to the counts of a user. */
@FunctionalInterface
interface Judgement {
    Count of(TimelineEvent event);
}
