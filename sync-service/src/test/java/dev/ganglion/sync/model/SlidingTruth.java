package dev.ganglion.sync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.SlidingWish.Detail;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what a client of sliding sync knows against what else the server answers. */
final class SlidingTruth {
    private final Party party;
    private final SlidingModelClient client;
    private final TestUser user;
    private final Reads reads;
    private final Map<String, SlidingRoomTruth> truths = new HashMap<>();

    private SlidingTruth(Party party, SlidingModelClient client) {
        this.party = party;
        this.client = client;
        this.user = client.user();
        this.reads = new Reads(user);
    }

    /** Fails with what differs. */
    static void mustBeKnown(Party party, SlidingModelClient client) {
        new SlidingTruth(party, client).compare();
    }

    private void compare() {
        Set<String> joined = reads.joinedRooms();
        Set<String> invited = outside();
        assertThat(joined).as("joined").containsAll(client.joined().keySet());
        List<String> all = order(joined, invited);
        assertThat(all).as("invited, or joined elsewhere").containsAll(client.invited().keySet());
        Set<String> marked = marked();
        List<String> direct = all.stream().filter(marked::contains).toList();
        assertThat(client.count("all")).as("count").isEqualTo(all.size());
        assertThat(client.count("direct")).as("count of direct chats").isEqualTo(direct.size());
        for (int number = 0; number < 2; number++) {
            String type = "org.example." + number;
            assertThat(client.accountData().getOrDefault(type, JsonObject.EMPTY))
                    .as(type)
                    .isEqualTo(reads.accountData(type));
        }
        Map<String, Detail> wanted = client.wish().wanted(all, direct);
        Set<String> known = new HashSet<>(client.joined().keySet());
        client.invited().keySet().stream().filter(invited::contains).forEach(known::add);
        assertThat(known).as("the rooms of windows").containsAll(wanted.keySet());
        wanted.forEach((room, detail) -> compareWanted(room, detail, marked.contains(room)));
        client.joined().keySet().forEach(room -> truth(room).mustBeTrue());
    }

    /** Invitations and knocks, as {@code /sync} tells of them. */
    private Set<String> outside() {
        Client other = new Client(user, new Client.Settings(1, false, false));
        other.sync(0);
        Set<String> outside = new HashSet<>(other.invited());
        outside.addAll(other.knocked());
        return outside;
    }

    /**
     * Where somebody said something last, first. Where invitations stand among them is told by a
     * client that begins.
     */
    private List<String> order(Set<String> joined, Set<String> invited) {
        JsonObject rooms = TestJson.at(client.newcomer(), "rooms");
        Set<String> expected = new HashSet<>(joined);
        expected.addAll(invited);
        assertThat(rooms.keys()).as("the rooms of somebody new").isEqualTo(expected);
        List<String> order =
                rooms.keys().stream()
                        .sorted(Comparator.comparingLong(room -> -stamp(rooms, room)))
                        .toList();
        assertThat(order.stream().filter(joined::contains).toList())
                .as("the order of joined rooms")
                .isEqualTo(
                        joined.stream()
                                .sorted(Comparator.comparingInt(room -> -party.lastMoved(room)))
                                .toList());
        return order;
    }

    private static long stamp(JsonObject rooms, String room) {
        return TestJson.at(rooms, room).integer("bump_stamp").orElseThrow();
    }

    private Set<String> marked() {
        JsonObject direct = reads.accountData("m.direct");
        return direct.keys().stream()
                .flatMap(key -> direct.array(key).orElse(JsonArray.EMPTY).strings())
                .collect(Collectors.toSet());
    }

    private void compareWanted(String room, Detail detail, boolean isDirect) {
        Optional<SlidingRoom> known = Optional.ofNullable(client.joined().get(room));
        JsonObject told =
                known.map(SlidingRoom::described)
                        .or(() -> Optional.ofNullable(client.invited().get(room)))
                        .orElseThrow();
        assertThat(told.bool("is_dm")).as("is_dm of " + room).contains(isDirect);
        if (known.isPresent()) {
            truth(room).compareWanted(detail, client.wish().isLazy());
        }
    }

    private SlidingRoomTruth truth(String room) {
        return truths.computeIfAbsent(
                room,
                _ ->
                        new SlidingRoomTruth(
                                party,
                                reads,
                                room,
                                Objects.requireNonNull(client.joined().get(room))));
    }
}
