package dev.ganglion.sync.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a client of sliding sync asks for, which changes in the course of a history. */
final class SlidingWish {
    private static final List<Wanted> STATE =
            List.of(
                    new Wanted("m.room.name", ""),
                    new Wanted("m.room.topic", ""),
                    new Wanted("m.room.member", "$ME"),
                    new Wanted("org.example.state", "*"),
                    new Wanted("org.example.state", "w1"),
                    new Wanted("*", ""),
                    new Wanted("*", "*"));
    private static final Wanted LAZY = new Wanted("m.room.member", "$LAZY");
    private static final List<Integer> LIMITS = List.of(0, 1, 2, 3, 5, 20);

    private final boolean isLazy;
    private final Map<String, Detail> subscriptions = new TreeMap<>();
    private Window window = new Window(0, 1);
    private Optional<Window> second = Optional.empty();
    private Detail ofList;
    private Detail ofDirect;

    SlidingWish(Chance chance) {
        this.isLazy = chance.isEven();
        this.ofList = detail(chance);
        this.ofDirect = detail(chance);
    }

    /** A pair of {@code required_state}. */
    record Wanted(String type, String key) {
        /** Whether it is wanted; {@code $LAZY} by itself wants nothing. */
        boolean matches(RoomOfClient.StateKey state, String me, boolean isLazy) {
            boolean isNamed = !type.equals("*") || !isLazy || !state.type().equals("m.room.member");
            return isNamed
                    && (type.equals("*") || type.equals(state.type()))
                    && (key.equals("*") || (key.equals("$ME") ? me : key).equals(state.key()));
        }

        String json() {
            return "[\"%s\",\"%s\"]".formatted(type, key);
        }
    }

    /** What is wanted of a room. */
    record Detail(int limit, List<Wanted> state) {
        Detail plus(Detail other) {
            List<Wanted> both = new ArrayList<>(state);
            both.addAll(other.state);
            return new Detail(Math.max(limit, other.limit), both);
        }

        String json() {
            return "\"timeline_limit\":%d,\"required_state\":[%s]"
                    .formatted(
                            limit,
                            state.stream().map(Wanted::json).collect(Collectors.joining(",")));
        }
    }

    /** Both ends are included. */
    record Window(int from, int to) {
        String json() {
            return "[%d,%d]".formatted(from, to);
        }

        boolean contains(int place) {
            return from <= place && place <= to;
        }
    }

    private Detail detail(Chance chance) {
        List<Wanted> state = new ArrayList<>();
        if (isLazy) {
            state.add(LAZY);
        }
        int count = chance.below(3);
        for (int i = 0; i < count; i++) {
            state.add(chance.any(STATE));
        }
        return new Detail(chance.any(LIMITS), state);
    }

    /** Wants something else. */
    void change(Chance chance, Party party) {
        switch (chance.below(9)) {
            case 0, 1 -> window = new Window(0, window.to() + 1 + chance.below(3));
            case 2 -> window = moved(chance);
            case 3 -> second = Optional.of(moved(chance)).filter(_ -> chance.isEven());
            case 4 -> ofList = detail(chance);
            case 5 -> ofList = new Detail(chance.any(LIMITS), ofList.state());
            case 6 -> ofDirect = detail(chance);
            case 7 -> subscriptions.remove(party.anyRoom());
            default -> subscriptions.put(party.anyRoom(), detail(chance));
        }
    }

    private static Window moved(Chance chance) {
        int from = chance.below(4);
        return new Window(from, from + chance.below(3));
    }

    /** The body of the request. */
    String json() {
        String ranges = window.json() + second.map(more -> "," + more.json()).orElse("");
        String rooms =
                subscriptions.entrySet().stream()
                        .map(each -> "\"%s\":{%s}".formatted(each.getKey(), each.getValue().json()))
                        .collect(Collectors.joining(","));
        return """
        {"conn_id":"model","lists":{"all":{"ranges":[%s],%s},\
        "direct":{"ranges":[[0,1]],"filters":{"is_dm":true},%s}},"room_subscriptions":{%s},\
        "extensions":{"account_data":{"enabled":true},"receipts":{"enabled":true},\
        "typing":{"enabled":true}}}\
        """
                .formatted(ranges, ofList.json(), ofDirect.json(), rooms);
    }

    /**
     * What is wanted of the rooms that are in a window or subscribed to.
     *
     * @param all rooms of the list, in its order
     * @param direct the same of the list of direct chats
     */
    Map<String, Detail> wanted(List<String> all, List<String> direct) {
        Map<String, Detail> wanted = new HashMap<>();
        for (int place = 0; place < all.size(); place++) {
            int at = place;
            if (window.contains(at) || second.filter(each -> each.contains(at)).isPresent()) {
                add(wanted, all.get(place), ofList);
            }
        }
        direct.stream().limit(2).forEach(room -> add(wanted, room, ofDirect));
        subscriptions.forEach(
                (room, detail) -> {
                    if (all.contains(room)) {
                        add(wanted, room, detail);
                    }
                });
        return wanted;
    }

    private static void add(Map<String, Detail> wanted, String room, Detail detail) {
        wanted.merge(room, detail, Detail::plus);
    }

    boolean isLazy() {
        return isLazy;
    }

    @Override
    public String toString() {
        return json();
    }
}
