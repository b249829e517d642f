package dev.ganglion.room.media;

/** What still mentions media whose event is gone. */
enum Mention {
    /** An event or a profile. Media waits until another event that mentions it is purged. */
    LASTING,
    /**
     * An event that waits for its time, and nothing else. It may be cancelled, of which nobody
     * tells: it is looked at again and again.
     */
    SCHEDULED,
    NONE
}
