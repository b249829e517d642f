package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.sync.accountdata.IgnoredUsers;
import dev.ganglion.sync.pushrules.CompiledPushRules;
import dev.ganglion.sync.pushrules.EventRules;
import dev.ganglion.sync.pushrules.KnownRoom;
import dev.ganglion.sync.pushrules.KnownRooms;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out by what a user's events are counted: without a query for whoever is known. */
@Component
class Countings {
    private final CompiledPushRules rules;
    private final IgnoredUsers ignored;
    private final KnownRooms rooms;
    private final EventRules events;

    Countings(CompiledPushRules rules, IgnoredUsers ignored, KnownRooms rooms, EventRules events) {
        this.rules = rules;
        this.ignored = ignored;
        this.rooms = rooms;
        this.events = events;
    }

    /** Of these rooms, by their numbers. */
    Mono<Counting> of(UserId user, Collection<Long> of) {
        return Mono.zip(rules.of(user), ignored.of(user))
                .flatMap(
                        both ->
                                known(both.getT1(), of)
                                        .map(
                                                known ->
                                                        counting(
                                                                user,
                                                                both.getT1(),
                                                                both.getT2(),
                                                                of,
                                                                known)));
    }

    /** Who has the default rules has them in every room. */
    private Mono<Map<Long, KnownRoom>> known(CompiledRules own, Collection<Long> of) {
        return own.equals(CompiledRules.DEFAULT) ? Mono.just(Map.of()) : rooms.of(of);
    }

    private Counting counting(
            UserId user,
            CompiledRules own,
            Set<UserId> others,
            Collection<Long> of,
            Map<Long, KnownRoom> known) {
        Map<Long, Basis> bases = new HashMap<>();
        for (long room : of) {
            CompiledRules here =
                    Optional.ofNullable(known.get(room))
                            .map(found -> own.countedIn(found.id()))
                            .orElse(CompiledRules.COUNTED_DEFAULT);
            bases.put(room, new Basis(here, others));
        }
        return new Counting(user, bases, known, events);
    }
}
