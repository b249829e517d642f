package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.PushEvent;
import dev.ganglion.protocol.push.RoomFacts;
import dev.ganglion.protocol.push.RoomMember;
import dev.ganglion.protocol.push.RulesAtEvent;

import java.util.List;
import java.util.Optional;

/**
 * What the default push rules make of an event; whoever has other rules counts by those. Module
 * "Push notifications".
 *
 * @param isCounted whether it notifies everybody
 * @param highlightsAll whether it highlights everybody
 * @param highlighted whom it highlights by name, at most 100
 */
record UnreadByDefault(boolean isCounted, boolean highlightsAll, List<UserId> highlighted) {
    private static final int MAX_MENTIONS = 100;

    static UnreadByDefault of(PduEvent event, RoomFacts room) {
        RulesAtEvent rules = new RulesAtEvent(PushEvent.of(event), room);
        PushActions everybody = rules.ofUnnamed(CompiledRules.COUNTED_DEFAULT);
        return new UnreadByDefault(
                everybody.notifies(), everybody.highlights(), highlighted(event, rules));
    }

    private static List<UserId> highlighted(PduEvent event, RulesAtEvent rules) {
        return event.content()
                .object("m.mentions")
                .orElse(JsonObject.EMPTY)
                .array("user_ids")
                .orElse(JsonArray.EMPTY)
                .strings()
                .flatMap(user -> UserId.tryParse(user).stream())
                .distinct()
                .limit(MAX_MENTIONS)
                .filter(user -> rules.of(member(user)).highlights())
                .toList();
    }

    /** By default nothing depends on the name. */
    private static RoomMember member(UserId user) {
        return new RoomMember(user, Optional.empty(), CompiledRules.COUNTED_DEFAULT);
    }
}
