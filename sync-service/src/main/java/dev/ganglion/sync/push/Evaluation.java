package dev.ganglion.sync.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.PushEvent;
import dev.ganglion.protocol.push.RoomEvaluator;
import dev.ganglion.protocol.push.RoomFacts;
import dev.ganglion.protocol.push.RoomMember;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Decides whom events notify: each event once for all members whose rules are the same. */
@Component
class Evaluation {
    private static final int MEMBERS_IN_MEMORY = 500_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Cache<Long, Room> rooms =
            Caffeine.newBuilder()
                    .maximumWeight(MEMBERS_IN_MEMORY)
                    .weigher((Long nid, Room room) -> 1 + room.members().size())
                    .expireAfterAccess(KEPT)
                    .build();

    /** Used as long as nobody has come, gone, or changed name or rules. */
    private record Room(List<RoomMember> members, RoomEvaluator evaluator) {}

    /**
     * All that is known of the events of a range.
     *
     * @param listeners by the rooms' numbers
     * @param levels by the rooms' numbers
     */
    record Batch(
            List<NewEvent> events,
            Map<Long, List<Listener>> listeners,
            Map<Long, PowerLevels> levels,
            Map<UserId, CompiledRules> rules) {
        private CompiledRules rulesOf(Listener listener) {
            return rules.getOrDefault(listener.user(), CompiledRules.DEFAULT);
        }

        private RoomFacts facts(NewEvent news) {
            return Optional.ofNullable(levels.get(news.roomNid()))
                    .map(known -> RoomFacts.of(news.members(), known, news.event().sender()))
                    .orElseGet(() -> new RoomFacts(news.members(), _ -> false));
        }
    }

    List<Notice> evaluate(Batch batch) {
        List<Notice> notices = new ArrayList<>();
        for (NewEvent news : batch.events()) {
            List<Listener> listeners = batch.listeners().getOrDefault(news.roomNid(), List.of());
            PushEvent event = PushEvent.of(news.event());
            RoomFacts facts = batch.facts(news);
            evaluator(news, listeners, batch)
                    .evaluate(event, facts)
                    .forEachNotified(into(notices, news, false));
            listeners.stream()
                    .filter(listener -> listener.isInvited() && invites(news, listener))
                    .forEach(
                            listener -> {
                                PushActions actions =
                                        batch.rulesOf(listener)
                                                .evaluate(
                                                        event,
                                                        facts,
                                                        listener.user(),
                                                        listener.displayName());
                                if (actions.notifies()) {
                                    into(notices, news, true).accept(listener.user(), actions);
                                }
                            });
        }
        return notices;
    }

    private RoomEvaluator evaluator(NewEvent news, List<Listener> listeners, Batch batch) {
        List<RoomMember> members =
                listeners.stream()
                        .filter(listener -> !listener.isInvited())
                        .map(
                                listener ->
                                        new RoomMember(
                                                listener.user(),
                                                listener.displayName(),
                                                batch.rulesOf(listener)))
                        .toList();
        Room known = rooms.getIfPresent(news.roomNid());
        if (known != null && known.members().equals(members)) {
            return known.evaluator();
        }
        RoomEvaluator evaluator = new RoomEvaluator(news.event().roomId());
        members.forEach(evaluator::put);
        rooms.put(news.roomNid(), new Room(members, evaluator));
        return evaluator;
    }

    private static boolean invites(NewEvent news, Listener listener) {
        return news.event().is(EventTypes.MEMBER)
                && news.event().stateKey().equals(Optional.of(listener.user().value()))
                && !news.event().sender().equals(listener.user())
                && news.event().content().string("membership").equals(Optional.of("invite"));
    }

    private static BiConsumer<UserId, PushActions> into(
            List<Notice> notices, NewEvent news, boolean isInvitation) {
        return (user, actions) ->
                notices.add(
                        new Notice(
                                user,
                                news.event().sender(),
                                news.roomNid(),
                                news.position(),
                                isInvitation,
                                actions.tweaks()));
    }
}
