package dev.ganglion.sync.model;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.model.Party.Receipt;
import dev.ganglion.sync.model.Party.Said;
import dev.ganglion.sync.model.RoomOfClient.Counts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is unread by the default push rules, event by event, as the specification tells it. */
final class UnreadByHand {
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Receipt> receipts;
    private final UserId reader;
    private final int joined;

    private UnreadByHand(UserId reader, List<Receipt> receipts, List<JsonObject> all) {
        this.reader = reader;
        this.receipts = receipts;
        for (int place = 0; place < all.size(); place++) {
            places.put(RoomOfClient.id(all.get(place)), place);
        }
        this.joined = lastJoin(reader, all);
    }

    /**
     * The counts of a whole room.
     *
     * @param all the room's events that the reader may see, the oldest first
     */
    static Counts of(Party party, UserId reader, String room, List<JsonObject> all) {
        UnreadByHand unread = new UnreadByHand(reader, party.receiptsOf(reader, room), all);
        List<Said> left = party.saidIn(room).stream().filter(unread::isUnread).toList();
        return new Counts(
                left.stream().filter(Said::isCounted).count(),
                left.stream().filter(said -> said.mentioned().contains(reader)).count());
    }

    private boolean isUnread(Said said) {
        Optional<Integer> place = Optional.ofNullable(places.get(said.eventId()));
        return !said.sender().equals(reader)
                && place.filter(at -> at > joined && at > readUpTo(said)).isPresent();
    }

    private int readUpTo(Said said) {
        String thread = said.thread().orElse("main");
        return receipts.stream()
                .filter(receipt -> receipt.thread().isEmpty() || receipt.thread().equals(thread))
                .map(receipt -> places.getOrDefault(receipt.eventId(), -1))
                .max(Integer::compare)
                .orElse(-1);
    }

    private static int lastJoin(UserId reader, List<JsonObject> all) {
        int place = -1;
        boolean wasIn = false;
        for (int i = 0; i < all.size(); i++) {
            JsonObject event = all.get(i);
            if (RoomOfClient.type(event).equals("m.room.member")
                    && event.string("state_key").equals(Optional.of(reader.value()))) {
                boolean isIn =
                        TestJson.at(event, "content")
                                .string("membership")
                                .equals(Optional.of("join"));
                place = isIn && !wasIn ? i : place;
                wasIn = isIn;
            }
        }
        return place;
    }
}
