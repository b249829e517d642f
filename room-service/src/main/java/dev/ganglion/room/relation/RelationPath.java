package dev.ganglion.room.relation;

import dev.ganglion.protocol.relation.RelationKind;

import io.r2dbc.spi.Readable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How an event relates to another: the way from it to its target, one relation a step. */
record RelationPath(List<Step> steps) {
    /**
     * An event with its own relation.
     *
     * @param otherRelType empty where the kind tells it
     * @param target the position of the next event on the way
     */
    record Step(RelationKind kind, Optional<String> otherRelType, String eventType, long target) {
        boolean isOf(String relType) {
            return RelationKind.ofType(relType).contains(kind)
                    && otherRelType.map(relType::equals).orElse(true);
        }
    }

    /** Empty when the way is broken: an event on it has been redacted and relates to nothing. */
    static Optional<RelationPath> find(Readable row, long target) {
        List<Step> steps = new ArrayList<>();
        for (int number = 1; number <= RelationKind.MAX_DEPTH; number++) {
            Optional<Step> step = step(row, "step" + number + "_");
            if (step.isEmpty()) {
                return Optional.empty();
            }
            steps.add(step.get());
            if (step.get().target() == target) {
                return Optional.of(new RelationPath(steps));
            }
        }
        return Optional.empty();
    }

    /** The positions of the events between the two. */
    List<Long> between() {
        return steps.subList(0, steps.size() - 1).stream().map(Step::target).toList();
    }

    private static Optional<Step> step(Readable row, String prefix) {
        return Optional.ofNullable(row.get(prefix + "kind", String.class))
                .map(
                        kind ->
                                new Step(
                                        RelationKind.ofCode(kind),
                                        Optional.ofNullable(
                                                row.get(prefix + "rel_type", String.class)),
                                        Objects.requireNonNull(
                                                row.get(prefix + "type", String.class)),
                                        Objects.requireNonNull(
                                                row.get(prefix + "target", Long.class))));
    }
}
