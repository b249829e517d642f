package dev.ganglion.sync.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which memberships each device was sent, so that they are not sent again. A membership counts as
 * known only when the client comes back with a token at or after the response that carried it: a
 * response may have got lost. Nor does it outlive the reader's stay in the room: whoever was
 * outside has missed changes. What is forgotten here, or was sent by another replica, is sent once
 * more, which clients bear.
 *
 * <p>Module "Lazy-loading room members".
 */
@Component
class LazyMembers {
    private static final int MAX_DEVICE_ROOMS = 200_000;
    private static final int MAX_MEMBERS = 5_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cache<Key, Map<String, Long>> sent =
            Caffeine.newBuilder().maximumSize(MAX_DEVICE_ROOMS).expireAfterAccess(KEPT).build();

    private record Key(UserId user, Optional<DeviceId> device, long roomNid) {}

    boolean isKnown(SyncContext context, long roomNid, String member) {
        Map<String, Long> members = sent.getIfPresent(key(context, roomNid));
        Long position = members == null ? null : members.get(member);
        return position != null
                && !context.isInitial()
                && position <= context.sinceEvents()
                && position >= ownMembership(context, roomNid);
    }

    /** The reader has been inside without a break since then at least. */
    private static long ownMembership(SyncContext context, long roomNid) {
        return context.rooms()
                .find(roomNid)
                .map(RoomsOfUser.Member::position)
                .orElse(Long.MAX_VALUE);
    }

    void remember(SyncContext context, long roomNid, Collection<String> members) {
        Map<String, Long> known = sent.get(key(context, roomNid), key -> new ConcurrentHashMap<>());
        if (context.isInitial() || known.size() + members.size() > MAX_MEMBERS) {
            known.clear();
        }
        long position = context.now().events();
        members.forEach(member -> known.put(member, position));
    }

    private static Key key(SyncContext context, long roomNid) {
        return new Key(context.user(), context.reader().deviceId(), roomNid);
    }
}
