package dev.ganglion.sync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.Reads.Sight;
import dev.ganglion.sync.model.RoomOfClient.StateKey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what a client knows against what the server answers when it is asked for it. */
final class DirectReads {
    private final Party party;
    private final Client client;
    private final TestUser user;
    private final Reads reads;

    private DirectReads(Party party, Client client) {
        this.party = party;
        this.client = client;
        this.user = client.user();
        this.reads = new Reads(user);
    }

    /** Fails with what differs. */
    static void mustTellTheSame(Party party, Client client) {
        new DirectReads(party, client).compare();
    }

    private void compare() {
        assertThat(client.joined().keySet()).as("joined").isEqualTo(reads.joinedRooms());
        compareWithNewcomer();
        compareAccountData();
        client.joined().forEach(this::compareRoom);
    }

    /** What cannot be asked for but by a first sync. */
    private void compareWithNewcomer() {
        Client newcomer = new Client(user, new Client.Settings(1, false, false));
        newcomer.sync(0);
        assertThat(client.invited()).as("invited").isEqualTo(newcomer.invited());
        assertThat(client.knocked()).as("knocked").isEqualTo(newcomer.knocked());
    }

    private void compareAccountData() {
        for (int number = 0; number < 2; number++) {
            String type = "org.example." + number;
            assertThat(client.accountData().getOrDefault(type, JsonObject.EMPTY))
                    .as(type)
                    .isEqualTo(reads.accountData(type));
        }
    }

    private void compareRoom(String room, RoomOfClient known) {
        compareState(room, known);
        List<JsonObject> all = reads.allEvents(room);
        compareTimeline(room, known, all);
        compareRoomAccountData(room, known);
        assertThat(known.counts())
                .as("counts of " + room)
                .isEqualTo(UnreadByHand.of(party, user.id(), room, all));
    }

    private void compareState(String room, RoomOfClient known) {
        Map<StateKey, String> state = new HashMap<>();
        reads.state(room).forEach((key, event) -> state.put(key, RoomOfClient.id(event)));
        Map<StateKey, String> told = known.state();
        if (client.isLazy()) {
            Set<StateKey> senders = new HashSet<>();
            known.timeline()
                    .forEach(
                            event ->
                                    senders.add(
                                            new StateKey(
                                                    "m.room.member",
                                                    event.string("sender").orElseThrow())));
            told = without(told, senders);
            state.keySet().retainAll(without(state, senders).keySet());
        }
        assertThat(told).as("state of " + room).isEqualTo(state);
    }

    /** A lazy client knows those members for certain whose events it shows. */
    private static Map<StateKey, String> without(
            Map<StateKey, String> state, Set<StateKey> senders) {
        return state.entrySet().stream()
                .filter(
                        entry ->
                                !entry.getKey().type().equals("m.room.member")
                                        || senders.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void compareTimeline(String room, RoomOfClient known, List<JsonObject> all) {
        List<JsonObject> timeline = known.timeline();
        assertThat(timeline).as("timeline of " + room).isNotEmpty();
        assertThat(timeline.size()).as("timeline of " + room).isLessThanOrEqualTo(all.size());
        int gap = all.size() - timeline.size();
        assertThat(Sight.of(timeline))
                .as("timeline of " + room)
                .isEqualTo(Sight.of(all.subList(gap, all.size())));
        assertThat(reads.eventsBefore(room, known.previousBatch()))
                .as("before the timeline of " + room)
                .isEqualTo(all.subList(0, gap).stream().map(RoomOfClient::id).toList());
    }

    private void compareRoomAccountData(String room, RoomOfClient known) {
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
}
