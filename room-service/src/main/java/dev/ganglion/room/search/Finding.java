package dev.ganglion.room.search;

import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.search.MatchRepository.Match;

/** A result: an event that holds the words, as its searcher sees it. */
record Finding(Match match, Seen seen, Reader reader) {
    long position() {
        return match.position();
    }

    long bytes() {
        return seen.event().bytes();
    }
}
