package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.sync.requiredstate.RequiredStateReader;
import dev.ganglion.sync.requiredstate.Selection;
import dev.ganglion.sync.roomlist.ListFilter;
import dev.ganglion.sync.roomlist.ListRequest;
import dev.ganglion.sync.roomlist.ListRequest.Range;
import dev.ganglion.sync.slidingsync.SlidingRequest.WantedList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the body of a request, and refuses what is of another form and too much of anything. */
final class RequestReader {
    static final int MAX_LISTS = 20;
    static final int MAX_RANGES = 20;
    static final int MAX_SUBSCRIPTIONS = 1_000;
    static final int MAX_NAME = 255;
    static final int MAX_TIMELINE = 100;

    /** Different ones of all lists and subscriptions: they are put together for each room. */
    static final int MAX_SELECTIONS = 300;

    /** Those of any type with a key look at all state that a room has ever had. */
    static final int MAX_KEYS_OF_ANY_TYPE = 5;

    private final RequiredStateReader states;

    RequestReader(UserId user) {
        this.states = new RequiredStateReader(user);
    }

    SlidingRequest read(JsonObject body) {
        Fields request = new Fields(body);
        Map<String, WantedList> lists = lists(request.object("lists"));
        Map<String, RoomConfig> subscriptions = subscriptions(request.object("room_subscriptions"));
        mustBeFewTogether(
                Stream.concat(
                        lists.values().stream().map(WantedList::config),
                        subscriptions.values().stream()));
        return new SlidingRequest(
                request.string("txn_id").map(id -> checked("txn_id", id)),
                checked("conn_id", request.string("conn_id").orElse("")),
                lists,
                subscriptions,
                ExtensionReader.read(request.object("extensions")));
    }

    private static void mustBeFewTogether(Stream<RoomConfig> configs) {
        Set<Selection> all = new HashSet<>();
        configs.forEach(config -> all.addAll(config.required().selections()));
        mustBeFew("required_state altogether", all.size(), MAX_SELECTIONS);
        long keys =
                all.stream()
                        .filter(each -> each.isOfAnyType() && !each.isOfAnyKey())
                        .map(each -> each.chosen().stateKey())
                        .distinct()
                        .count();
        mustBeFew("required_state of any type", (int) keys, MAX_KEYS_OF_ANY_TYPE);
    }

    private Map<String, WantedList> lists(Fields all) {
        mustBeFew("lists", all.json().keys().size(), MAX_LISTS);
        Map<String, WantedList> lists = new HashMap<>();
        all.json()
                .entries()
                .forEach(
                        (name, value) -> {
                            Fields list = Fields.object("A list", value);
                            ListRequest request = new ListRequest(ranges(list), filter(list));
                            lists.put(
                                    checked("The name of a list", name),
                                    new WantedList(request, config(list)));
                        });
        return lists;
    }

    private Map<String, RoomConfig> subscriptions(Fields all) {
        mustBeFew("room_subscriptions", all.json().keys().size(), MAX_SUBSCRIPTIONS);
        Map<String, RoomConfig> subscriptions = new HashMap<>();
        all.json()
                .entries()
                .forEach(
                        (room, value) ->
                                subscriptions.put(
                                        room, config(Fields.object("A subscription", value))));
        return subscriptions;
    }

    private RoomConfig config(Fields fields) {
        long limit = fields.count("timeline_limit").orElse(0L);
        return new RoomConfig(
                states.read(fields.value("required_state")), (int) Math.min(limit, MAX_TIMELINE));
    }

    /** The final proposal has one range, as {@code range}. */
    private static List<Range> ranges(Fields list) {
        List<Range> ranges = new ArrayList<>();
        JsonArray several = list.array("ranges").orElse(JsonArray.EMPTY);
        mustBeFew("ranges", several.size(), MAX_RANGES);
        several.forEach(range -> ranges.add(range(range)));
        list.value("range").ifPresent(range -> ranges.add(range(range)));
        return ranges;
    }

    private static Range range(JsonValue value) {
        JsonArray pair = Fields.array("A range", value);
        if (pair.size() != 2) {
            throw MatrixException.badJson("A range has a beginning and an end");
        }
        long from = Fields.count("A range", pair.values().get(0));
        long to = Fields.count("A range", pair.values().get(1));
        if (from > to) {
            throw MatrixException.invalidParam("A range ends before it begins");
        }
        return new Range(from, to);
    }

    private static ListFilter filter(Fields list) {
        Fields filters = list.object("filters");
        return new ListFilter(
                filters.bool("is_dm"),
                filters.bool("is_encrypted"),
                filters.bool("is_invite"),
                filters.optionalStrings("room_types"),
                filters.optionalStrings("not_room_types").orElse(Set.of()),
                filters.strings("tags"),
                filters.strings("not_tags").orElse(Set.of()),
                filters.strings("spaces"));
    }

    private static String checked(String what, String text) {
        if (text.length() > MAX_NAME) {
            throw MatrixException.invalidParam(what + " has at most " + MAX_NAME + " characters");
        }
        return text;
    }

    private static void mustBeFew(String what, int count, int most) {
        if (count > most) {
            throw MatrixException.invalidParam(what + " has at most " + most + " entries");
        }
    }
}
