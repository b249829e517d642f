package dev.ganglion.sync.relation;

import dev.ganglion.sync.visibility.Span;

import java.util.List;

/**
 * Events of one room whose children are wanted.
 *
 * @param positions where they stand
 * @param shown the stretches of the room of which the reader sees every event, oldest first:
 *     nothing else is bundled
 */
public record Parents(List<Long> positions, List<Span> shown) {
    List<Span> hidden() {
        return Span.between(shown);
    }
}
