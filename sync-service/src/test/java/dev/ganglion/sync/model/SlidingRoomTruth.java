package dev.ganglion.sync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.Party.Receipt;
import dev.ganglion.sync.model.Reads.Sight;
import dev.ganglion.sync.model.RoomOfClient.StateKey;
import dev.ganglion.sync.model.SlidingRoom.ReceiptKey;
import dev.ganglion.sync.model.SlidingWish.Detail;
import dev.ganglion.sync.model.SlidingWish.Wanted;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a joined room as a client knows it against what else the server answers. */
final class SlidingRoomTruth {
    private static final String MEMBER = "m.room.member";

    private final Party party;
    private final Reads reads;
    private final String room;
    private final SlidingRoom known;
    private final List<JsonObject> all;
    private final List<String> ids;

    SlidingRoomTruth(Party party, Reads reads, String room, SlidingRoom known) {
        this.party = party;
        this.reads = reads;
        this.room = room;
        this.known = known;
        this.all = reads.allEvents(room);
        this.ids = all.stream().map(RoomOfClient::id).toList();
    }

    /** What is right wherever the room stands: nothing is missing in the timeline. */
    void mustBeTrue() {
        compareAccountData();
        List<String> told = known.timeline().stream().map(RoomOfClient::id).toList();
        if (!told.isEmpty()) {
            int from = ids.indexOf(told.getFirst());
            assertThat(from).as("the beginning of the timeline of " + room).isNotNegative();
            int to = Math.min(ids.size(), from + told.size());
            assertThat(told).as("timeline of " + room).isEqualTo(ids.subList(from, to));
        }
    }

    private void compareAccountData() {
        for (int number = 0; number < 2; number++) {
            String type = "org.example." + number;
            assertThat(known.accountData().getOrDefault(type, JsonObject.EMPTY))
                    .as(type + " of " + room)
                    .isEqualTo(reads.accountData(room, type));
        }
        assertThat(TestJson.at(known.accountData().getOrDefault("m.tag", JsonObject.EMPTY), "tags"))
                .as("tags of " + room)
                .isEqualTo(reads.tags(room));
    }

    /** What is right of a room in a window. */
    void compareWanted(Detail wanted, boolean isLazy) {
        Map<StateKey, JsonObject> state = reads.state(room);
        compareTimeline(wanted.limit());
        compareState(state, wanted.state(), isLazy);
        compareDescription(state);
        assertThat(known.counts())
                .as("counts of " + room)
                .isEqualTo(UnreadByHand.of(party, reads.user().id(), room, all));
        compareReceipts();
        assertThat(known.typing()).as("typing in " + room).isEmpty();
    }

    private void compareTimeline(int limit) {
        int gap = all.size() - known.timeline().size();
        assertThat(gap).as("before the timeline of " + room).isNotNegative();
        assertThat(known.timeline())
                .as("timeline of " + room)
                .hasSizeGreaterThanOrEqualTo(Math.min(limit, all.size()));
        assertThat(Sight.of(known.timeline()))
                .as("timeline of " + room)
                .isEqualTo(Sight.of(all.subList(gap, all.size())));
        assertThat(reads.eventsBefore(room, known.previousBatch()))
                .as("before the timeline of " + room)
                .isEqualTo(ids.subList(0, gap));
    }

    private void compareState(
            Map<StateKey, JsonObject> state, List<Wanted> wanted, boolean isLazy) {
        String me = reads.user().id().value();
        Set<String> concerned =
                known.timeline().stream()
                        .flatMap(SlidingRoomTruth::concerned)
                        .collect(Collectors.toSet());
        Map<StateKey, String> expected = new HashMap<>();
        state.forEach(
                (key, event) -> {
                    boolean isConcerned =
                            isLazy && key.type().equals(MEMBER) && concerned.contains(key.key());
                    if (isConcerned
                            || wanted.stream().anyMatch(each -> each.matches(key, me, isLazy))) {
                        expected.put(key, RoomOfClient.id(event));
                    }
                });
        Map<StateKey, String> told = new HashMap<>(known.state());
        told.keySet().retainAll(expected.keySet());
        assertThat(told).as("state of " + room).isEqualTo(expected);
    }

    /** Whose memberships go with an event where members are loaded lazily. */
    private static Stream<String> concerned(JsonObject event) {
        Stream<String> target =
                RoomOfClient.type(event).equals(MEMBER)
                        ? event.string("state_key").stream()
                        : Stream.empty();
        return Stream.concat(event.string("sender").stream(), target);
    }

    private void compareDescription(Map<StateKey, JsonObject> state) {
        Optional<String> name =
                Optional.ofNullable(state.get(new StateKey("m.room.name", "")))
                        .flatMap(event -> TestJson.at(event, "content").string("name"));
        JsonObject told = known.described();
        assertThat(told.string("name")).as("name of " + room).isEqualTo(name);
        assertThat(told.integer("joined_count"))
                .as("joined_count of " + room)
                .contains(count(state, "join"));
        assertThat(told.integer("invited_count"))
                .as("invited_count of " + room)
                .contains(count(state, "invite"));
    }

    private static long count(Map<StateKey, JsonObject> state, String membership) {
        return state.entrySet().stream()
                .filter(each -> each.getKey().type().equals(MEMBER))
                .map(each -> TestJson.at(each.getValue(), "content").string("membership"))
                .filter(Optional.of(membership)::equals)
                .count();
    }

    /** How far each has read, as far as the client is told. */
    private void compareReceipts() {
        for (TestUser user : party.users()) {
            boolean isMe = user.id().equals(reads.user().id());
            Set<Integer> expected = new HashSet<>();
            party.receiptsOf(user.id(), room).stream()
                    .filter(receipt -> isMe || receipt.type().equals("m.read"))
                    .map(Receipt::eventId)
                    .map(ids::indexOf)
                    .forEach(expected::add);
            Set<Integer> told = new HashSet<>();
            known.receipts().entrySet().stream()
                    .filter(each -> isOf(each.getKey(), user))
                    .map(each -> ids.indexOf(each.getValue()))
                    .forEach(told::add);
            int upTo = expected.stream().max(Integer::compare).orElse(-1);
            int start = known.firstTold().map(ids::indexOf).orElse(ids.size());
            if (isMe || upTo >= start) {
                assertThat(told.stream().max(Integer::compare).orElse(-1))
                        .as("how far " + user.id() + " has read " + room)
                        .isEqualTo(upTo);
            }
        }
    }

    private static boolean isOf(ReceiptKey key, TestUser user) {
        return key.user().equals(user.id().value());
    }
}
