package dev.ganglion.sync.relation;

import dev.ganglion.sync.visibility.Span;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Stretches of rooms as a statement is given them: those of all rooms one after the other, and for
 * each parent which of them are its room's, counted from 1.
 */
final class SpansOfParents {
    private final List<Integer> first = new ArrayList<>();
    private final List<Integer> last = new ArrayList<>();
    private final List<Span> all = new ArrayList<>();

    SpansOfParents(Collection<Parents> rooms, Function<Parents, List<Span>> spansOf) {
        for (Parents room : rooms) {
            int before = all.size();
            all.addAll(spansOf.apply(room));
            for (int i = 0; i < room.positions().size(); i++) {
                first.add(before + 1);
                last.add(all.size());
            }
        }
    }

    /** To the parameters whose names begin so. */
    GenericExecuteSpec bind(GenericExecuteSpec statement, String name) {
        return statement
                .bind(name + "First", first.toArray(Integer[]::new))
                .bind(name + "Last", last.toArray(Integer[]::new))
                .bind(name + "After", longs(Span::after))
                .bind(name + "UpTo", longs(Span::upTo));
    }

    private Long[] longs(ToLongFunction<Span> read) {
        return all.stream().mapToLong(read).boxed().toArray(Long[]::new);
    }
}
