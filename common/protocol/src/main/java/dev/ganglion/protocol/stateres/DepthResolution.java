package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** State resolution of room version 1: conflicts are settled by depth, type after type. */
final class DepthResolution {
    /** Descending by hash, which alone decides between events of one depth. */
    private static final Comparator<PduEvent> SHALLOWEST_FIRST =
            Comparator.comparingLong(PduEvent::depth)
                    .thenComparing(
                            event -> sha1(event.eventId()),
                            Comparator.comparing((byte[] hash) -> hash, Arrays::compareUnsigned)
                                    .reversed());

    private final AuthRules rules;
    private final EventSource events;

    DepthResolution(AuthRules rules, EventSource events) {
        this.rules = rules;
        this.events = events;
    }

    StateMap resolve(List<StateMap> states) {
        ConflictedState split = ConflictedState.wherePresent(states);
        Map<StateKeyTuple, EventId> resolved = new HashMap<>(split.unconflicted());
        Map<StateKeyTuple, Set<EventId>> conflicted = new HashMap<>(split.conflicted());
        for (String type :
                List.of(EventTypes.POWER_LEVELS, EventTypes.JOIN_RULES, EventTypes.MEMBER)) {
            // Conflicts of one type do not see each other's outcome: their order is not defined.
            Map<StateKeyTuple, EventId> settled = new HashMap<>();
            conflicted.forEach(
                    (key, values) -> {
                        if (key.type().equals(type)) {
                            settled.put(key, lastOfAllowedRun(sorted(values), key, resolved));
                        }
                    });
            resolved.putAll(settled);
            conflicted.keySet().removeAll(settled.keySet());
        }
        // No other events affect the rules.
        AuthState state = stateOf(resolved);
        Map<StateKeyTuple, EventId> others = new HashMap<>();
        conflicted.forEach(
                (key, values) ->
                        deepestAllowed(sorted(values), state)
                                .ifPresent(event -> others.put(key, event)));
        resolved.putAll(others);
        return new StateMap(resolved);
    }

    /** The first event unchecked, then each that the one before it allows, until one does not. */
    private EventId lastOfAllowedRun(
            List<PduEvent> sorted, StateKeyTuple key, Map<StateKeyTuple, EventId> resolved) {
        AuthState others = stateOf(resolved);
        PduEvent last = sorted.getFirst();
        for (PduEvent next : sorted.subList(1, sorted.size())) {
            PduEvent current = last;
            AuthState state = asked -> asked.equals(key) ? Optional.of(current) : others.get(asked);
            if (!rules.check(next, state).isAllowed()) {
                break;
            }
            last = next;
        }
        return last.eventId();
    }

    private Optional<EventId> deepestAllowed(List<PduEvent> sorted, AuthState state) {
        return sorted.reversed().stream()
                .filter(event -> rules.check(event, state).isAllowed())
                .findFirst()
                .map(PduEvent::eventId);
    }

    private List<PduEvent> sorted(Set<EventId> values) {
        return values.stream().map(events::get).sorted(SHALLOWEST_FIRST).toList();
    }

    private AuthState stateOf(Map<StateKeyTuple, EventId> resolved) {
        return key -> Optional.ofNullable(resolved.get(key)).map(events::get);
    }

    private static byte[] sha1(EventId id) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(id.value().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
