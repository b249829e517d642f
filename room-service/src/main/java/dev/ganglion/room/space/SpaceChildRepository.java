package dev.ganglion.room.space;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.space.HierarchyWalk.Wish;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the children of spaces in their order; those without a valid {@code via} are none. */
@Repository
class SpaceChildRepository {
    private static final List<String> SHOWN_FIELDS =
            List.of("type", "sender", "state_key", "content", "origin_server_ts");
    private static final String SUGGESTED = "and c.is_suggested";
    private static final String ANY = "";
    private static final String LIST =
            """
            select w.place, c.child_id, c.child_order, c.origin_server_ts
            from unnest(:spaces, :orders, :timestamps, :children, :limits)
                 with ordinality as w(room_nid, child_order, origin_server_ts, child_id, children, place)
            cross join lateral (
                select c.child_id, c.child_order, c.origin_server_ts
                from rooms.space_child c
                where c.room_nid = w.room_nid
                  and (c.child_order, c.origin_server_ts, c.child_id)
                      > (w.child_order, w.origin_server_ts, w.child_id)
                  %s
                order by c.child_order, c.origin_server_ts, c.child_id
                limit w.children) c
            order by w.place, c.child_order, c.origin_server_ts, c.child_id
            """;
    private static final String SHOW =
            """
            select s.room_nid, s.json, s.bytes
            from (select w.room_nid,
                         e.json,
                         sum(octet_length(e.json)) over (
                             order by w.place, c.child_order, c.origin_server_ts, c.child_id) as bytes
                  from unnest(:spaces) with ordinality as w(room_nid, place)
                  cross join lateral (
                      select c.child_id, c.child_order, c.origin_server_ts, c.event_position
                      from rooms.space_child c
                      where c.room_nid = w.room_nid
                        %s
                      order by c.child_order, c.origin_server_ts, c.child_id
                      limit :children) c
                  join rooms.event e on e.position = c.event_position) s
            where s.bytes - octet_length(s.json) < :bytes
            order by s.bytes
            """;
    private static final String LIST_ANY = LIST.formatted(ANY);
    private static final String LIST_SUGGESTED = LIST.formatted(SUGGESTED);
    private static final String SHOW_ANY = SHOW.formatted(ANY);
    private static final String SHOW_SUGGESTED = SHOW.formatted(SUGGESTED);

    private final DatabaseClient database;

    SpaceChildRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Found(int place, ChildKey key) {}

    /**
     * An {@code m.space.child} event as it is shown.
     *
     * @param bytes of this one and all before it
     */
    record Shown(RoomNid space, JsonObject event, long bytes) {}

    /**
     * The next children of each space, one list a wish. Relies on space_child_in_order and
     * space_child_suggested.
     */
    Mono<List<List<ChildKey>>> list(List<Wish> wishes, boolean isSuggestedOnly) {
        return database.sql(isSuggestedOnly ? LIST_SUGGESTED : LIST_ANY)
                .bind("spaces", longs(wishes, wish -> wish.branch().space().room().nid().value()))
                .bind("orders", texts(wishes, ChildKey::order))
                .bind("timestamps", longs(wishes, wish -> after(wish).originServerTs()))
                .bind("children", texts(wishes, ChildKey::childId))
                .bind("limits", wishes.stream().map(Wish::children).toArray(Integer[]::new))
                .map(SpaceChildRepository::found)
                .all()
                .collect(
                        Collectors.groupingBy(
                                Found::place, Collectors.mapping(Found::key, Collectors.toList())))
                .map(found -> inOrder(found, wishes.size()));
    }

    /**
     * The first children of each space, one space after the other, until they take that many bytes.
     * Relies on space_child_in_order and space_child_suggested.
     *
     * @param children of one space, at most
     */
    Flux<Shown> show(
            Collection<RoomNid> spaces, boolean isSuggestedOnly, int children, long bytes) {
        return database.sql(isSuggestedOnly ? SHOW_SUGGESTED : SHOW_ANY)
                .bind("spaces", spaces.stream().map(RoomNid::value).toArray(Long[]::new))
                .bind("children", children)
                .bind("bytes", bytes)
                .map(SpaceChildRepository::shown)
                .all();
    }

    private static ChildKey after(Wish wish) {
        return wish.branch().rest().after();
    }

    private static Long[] longs(List<Wish> wishes, Function<Wish, Long> read) {
        return wishes.stream().map(read).toArray(Long[]::new);
    }

    private static String[] texts(List<Wish> wishes, Function<ChildKey, String> read) {
        return wishes.stream().map(wish -> read.apply(after(wish))).toArray(String[]::new);
    }

    private static List<List<ChildKey>> inOrder(Map<Integer, List<ChildKey>> found, int wishes) {
        return IntStream.rangeClosed(1, wishes)
                .mapToObj(place -> found.getOrDefault(place, List.of()))
                .toList();
    }

    private static Found found(Readable row) {
        return new Found(
                Objects.requireNonNull(row.get("place", Long.class)).intValue(),
                new ChildKey(
                        Objects.requireNonNull(row.get("child_order", String.class)),
                        Objects.requireNonNull(row.get("origin_server_ts", Long.class)),
                        Objects.requireNonNull(row.get("child_id", String.class))));
    }

    private static Shown shown(Readable row) {
        byte[] json = Objects.requireNonNull(row.get("json", byte[].class));
        return new Shown(
                new RoomNid(Objects.requireNonNull(row.get("room_nid", Long.class))),
                Json.parseObject(json).keeping(SHOWN_FIELDS),
                Objects.requireNonNull(row.get("bytes", Long.class)));
    }
}
