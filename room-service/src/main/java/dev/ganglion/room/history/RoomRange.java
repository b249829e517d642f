package dev.ganglion.room.history;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A stretch of a room's history, as statements are given them: one array a column. */
record RoomRange(long roomNid, Range range) {
    static Stream<RoomRange> of(Reader reader, List<Range> ranges) {
        return ranges.stream().map(range -> new RoomRange(reader.room().nid().value(), range));
    }

    static Long[] rooms(List<RoomRange> ranges) {
        return column(ranges, RoomRange::roomNid);
    }

    static Long[] afters(List<RoomRange> ranges) {
        return column(ranges, each -> each.range().after());
    }

    static Long[] upTos(List<RoomRange> ranges) {
        return column(ranges, each -> each.range().upTo());
    }

    private static Long[] column(List<RoomRange> ranges, Function<RoomRange, Long> read) {
        return ranges.stream().map(read).toArray(Long[]::new);
    }
}
