package dev.ganglion.sync.ring;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where the entries of a ring stand, by the names that they can be found by. Few entries share a
 * name. Not for several threads.
 */
final class PositionsByName {
    private final Map<String, List<Long>> positions = new HashMap<>();

    void add(Collection<String> names, long position) {
        names.forEach(name -> positions.merge(name, List.of(position), PositionsByName::concat));
    }

    void remove(Collection<String> names, long position) {
        names.forEach(
                name ->
                        positions.computeIfPresent(
                                name, (same, present) -> without(present, position)));
    }

    SortedSet<Long> of(Collection<String> names) {
        SortedSet<Long> found = new TreeSet<>();
        names.forEach(name -> found.addAll(positions.getOrDefault(name, List.of())));
        return found;
    }

    /** How many names there are. */
    int size() {
        return positions.size();
    }

    private static List<Long> concat(List<Long> present, List<Long> added) {
        return Stream.concat(present.stream(), added.stream()).toList();
    }

    private static @Nullable List<Long> without(List<Long> present, long position) {
        List<Long> others = present.stream().filter(other -> other != position).toList();
        return others.isEmpty() ? null : others;
    }
}
