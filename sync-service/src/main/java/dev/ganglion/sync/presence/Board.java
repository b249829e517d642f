package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last update of every user who is online or was so lately, as this replica tells of them, with
 * the rooms that they are told in. Thread-safe.
 */
@Component
class Board {
    private final Map<UserId, Posted> byUser = new HashMap<>();
    private final TreeMap<Long, UserId> byNumber = new TreeMap<>();
    private PresenceMark mark = PresenceMark.NONE;

    /**
     * An update that can be told.
     *
     * @param rooms where it is told
     * @param at when it was put here, by this replica's clock
     */
    record Posted(Told told, Set<Long> rooms, long at) {
        boolean isToldTo(UserId reader, RoomsOfUser readersRooms) {
            return told.user().equals(reader) || rooms.stream().anyMatch(readersRooms::isJoined);
        }
    }

    /** Up to where it goes; {@link PresenceMark#NONE} while nothing is known. */
    synchronized PresenceMark mark() {
        return mark;
    }

    /** Everything up to the mark is here now; another epoch begins anew. */
    synchronized void post(PresenceMark upTo, Collection<Posted> updates) {
        if (upTo.epoch() != mark.epoch()) {
            byUser.clear();
            byNumber.clear();
        }
        updates.forEach(this::put);
        mark = upTo;
    }

    private void put(Posted posted) {
        Posted before = byUser.get(posted.told().user());
        if (before != null && before.told().number() > posted.told().number()) {
            return;
        }
        if (before != null) {
            byNumber.remove(before.told().number());
        }
        byUser.put(posted.told().user(), posted);
        byNumber.put(posted.told().number(), posted.told().user());
    }

    /** In the order of their numbers, none beyond the mark. */
    synchronized List<Posted> after(long number) {
        return number >= mark.position()
                ? List.of()
                : byNumber.subMap(number, false, mark.position(), true).values().stream()
                        .flatMap(user -> find(user).stream())
                        .toList();
    }

    synchronized Optional<Posted> find(UserId user) {
        return Optional.ofNullable(byUser.get(user));
    }

    /** Whether the update is here already, or a later one of the user. */
    synchronized boolean has(int epoch, Told told) {
        return epoch == mark.epoch()
                && find(told.user())
                        .filter(posted -> posted.told().number() >= told.number())
                        .isPresent();
    }

    synchronized List<Posted> all() {
        return List.copyOf(byUser.values());
    }

    synchronized int size() {
        return byUser.size();
    }

    /** The user has done something. Tells nobody, but those who read it later. */
    synchronized void touch(UserId user, long time) {
        byUser.computeIfPresent(
                user,
                (same, posted) ->
                        posted.told().isOffline()
                                ? posted
                                : new Posted(
                                        posted.told().lastActiveAt(time),
                                        posted.rooms(),
                                        posted.at()));
    }

    /** Forgets those who went offline before that. */
    synchronized void forgetOffline(long before) {
        byUser.values().removeIf(posted -> posted.told().isOffline() && posted.at() < before);
        byNumber.values().retainAll(byUser.keySet());
    }
}
