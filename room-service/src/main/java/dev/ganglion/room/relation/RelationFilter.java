package dev.ganglion.room.relation;

import dev.ganglion.protocol.relation.RelationKind;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which relations somebody asks for.
 *
 * @param recurse whether relations by way of other events count too; empty when nothing was said
 */
record RelationFilter(
        Optional<String> relType, Optional<String> eventType, Optional<Boolean> recurse) {
    static RelationFilter of(
            @Nullable String relType, @Nullable String eventType, @Nullable Boolean recurse) {
        return new RelationFilter(
                Optional.ofNullable(relType),
                Optional.ofNullable(eventType),
                Optional.ofNullable(recurse));
    }

    /** What is said about it in the answer. */
    Optional<Integer> depth() {
        return recurse.map(isRecursive -> isRecursive ? RelationKind.MAX_DEPTH : 0);
    }

    /** The stored kinds among which they are. */
    String[] kinds() {
        Stream<RelationKind> direct =
                relType.map(type -> RelationKind.ofType(type).stream())
                        .orElseGet(
                                () ->
                                        Arrays.stream(RelationKind.values())
                                                .filter(RelationKind::isDirect));
        Stream<RelationKind> indirect =
                Arrays.stream(RelationKind.values())
                        .filter(kind -> !kind.isDirect() && recurse.orElse(false));
        return Stream.concat(direct, indirect).map(RelationKind::code).toArray(String[]::new);
    }

    /** Every event on the way has to match, not the last one alone. */
    boolean matches(RelationPath path) {
        return path.steps().stream().allMatch(this::matches);
    }

    private boolean matches(RelationPath.Step step) {
        return relType.map(step::isOf).orElse(true)
                && eventType.map(step.eventType()::equals).orElse(true);
    }
}
