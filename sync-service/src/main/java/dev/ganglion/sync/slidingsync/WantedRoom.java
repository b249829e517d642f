package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;

import java.util.HashSet;
import java.util.Set;

/**
 * A room of the user that is in the window of a list, or subscribed to.
 *
 * @param lists the names of those lists
 */
record WantedRoom(Member member, RoomConfig config, Set<String> lists, boolean isSubscribed) {
    String id() {
        return member.room().id().value();
    }

    long nid() {
        return member.room().nid();
    }

    WantedRoom plus(WantedRoom other) {
        Set<String> all = new HashSet<>(lists);
        all.addAll(other.lists);
        return new WantedRoom(
                member, config.plus(other.config), all, isSubscribed || other.isSubscribed);
    }
}
