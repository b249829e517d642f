package dev.ganglion.room.timeline;

import dev.ganglion.protocol.glob.Glob;

import java.util.List;

/** The types of a filter: {@code *} stands for anything, a question mark for itself. */
final class Globs {
    private final List<Glob> globs;

    Globs(List<String> patterns) {
        this.globs = patterns.stream().map(Glob::ofStars).toList();
    }

    boolean matchAny(String text) {
        return globs.stream().anyMatch(glob -> glob.matches(text));
    }
}
