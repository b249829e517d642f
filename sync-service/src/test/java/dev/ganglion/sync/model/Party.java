package dev.ganglion.sync.model;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.Suite;
import dev.ganglion.sync.TestUser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Who takes part in a history, and what they have said so far. */
final class Party {
    private final Chance chance;
    private final List<TestUser> users;
    private final List<String> rooms = new ArrayList<>();
    private final Map<String, List<Said>> said = new HashMap<>();
    private final Map<Reader, List<Receipt>> receipts = new HashMap<>();
    private final Map<String, Integer> moved = new HashMap<>();
    private int moves;

    Party(Chance chance, int users) {
        this.chance = chance;
        this.users =
                IntStream.range(0, users).mapToObj(number -> Suite.shared().user("m")).toList();
    }

    /**
     * An event that somebody sent.
     *
     * @param isCounted whether the default push rules notify of it
     * @param mentioned whom they highlight it for
     * @param thread the root of its thread
     */
    record Said(
            String eventId,
            UserId sender,
            boolean isCounted,
            Set<UserId> mentioned,
            Optional<String> thread) {}

    /**
     * A receipt that was taken.
     *
     * @param thread empty for the whole room, or {@code main}, or a root
     */
    record Receipt(String eventId, String thread, String type) {}

    private record Reader(UserId user, String room) {}

    List<TestUser> users() {
        return users;
    }

    TestUser anyone() {
        return chance.any(users);
    }

    /** A room, as long as there is one. */
    String anyRoom() {
        return chance.any(rooms);
    }

    List<String> rooms() {
        return rooms;
    }

    void created(String room) {
        rooms.add(room);
        moved.put(room, ++moves);
    }

    /** What is said moves a room up in the lists of its members. */
    void moved(String room, String type) {
        if (type.equals("m.room.message")) {
            moved.put(room, ++moves);
        }
    }

    /** When something was said in a room last, by no clock but in order. */
    int lastMoved(String room) {
        return moved.getOrDefault(room, 0);
    }

    void said(String room, Said event) {
        said.computeIfAbsent(room, _ -> new ArrayList<>()).add(event);
    }

    List<Said> saidIn(String room) {
        return said.getOrDefault(room, List.of());
    }

    Optional<Said> anythingSaidIn(String room) {
        List<Said> events = saidIn(room);
        return events.isEmpty() ? Optional.empty() : Optional.of(chance.any(events));
    }

    void read(UserId user, String room, Receipt receipt) {
        receipts.computeIfAbsent(new Reader(user, room), _ -> new ArrayList<>()).add(receipt);
    }

    List<Receipt> receiptsOf(UserId user, String room) {
        return receipts.getOrDefault(new Reader(user, room), List.of());
    }
}
