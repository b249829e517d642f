package dev.ganglion.sync.pushrules;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.PushEvent;
import dev.ganglion.protocol.push.RoomMember;
import dev.ganglion.protocol.push.RulesAtEvent;
import dev.ganglion.sync.event.TimelineEvent;

import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * Puts events to the rules of readers. New events are kept as they are parsed for a while, so that
 * one is gone through once for all who have the same rule, however many ask.
 */
@Component
public class EventRules {
    /** A parsed event takes some times the bytes of its JSON. */
    private static final long PARSED = 8;

    private static final long IN_MEMORY = 64L << 20;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Cache<Long, Put> recent =
            Caffeine.newBuilder()
                    .maximumWeight(IN_MEMORY)
                    .weigher((Long position, Put put) -> put.weight())
                    .expireAfterAccess(KEPT)
                    .build();

    private record Put(TimelineEvent event, RulesAtEvent rules) {
        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, PARSED * event.weight());
        }
    }

    /** For an event that many ask for. */
    public PushActions ofRecent(TimelineEvent event, KnownRoom room, RoomMember member) {
        Put known = recent.getIfPresent(event.position());
        if (known == null || known.event().body() != event.body()) {
            known = new Put(event, rules(event, room));
            recent.put(event.position(), known);
        }
        return known.rules().of(member);
    }

    private static RulesAtEvent rules(TimelineEvent event, KnownRoom room) {
        return at(event.body().json(), event.room().id().value(), room, event.header().sender());
    }

    /**
     * The same, without the event.
     *
     * @param json as clients get it, without {@code room_id}
     */
    public static RulesAtEvent at(byte[] json, String roomId, KnownRoom room, UserId sender) {
        JsonObject event = Json.parseObject(json).with("room_id", new JsonString(roomId));
        return new RulesAtEvent(PushEvent.ofClientEvent(event), room.factsFor(sender));
    }
}
