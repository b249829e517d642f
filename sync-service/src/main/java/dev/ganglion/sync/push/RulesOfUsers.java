package dev.ganglion.sync.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.CompiledRulesPool;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.protocol.push.PushRuleset;
import dev.ganglion.sync.push.ListenerRepository.StoredRules;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users' push rules, compiled once for each change and shared between users who have the same. */
@Component
class RulesOfUsers {
    private static final int IN_MEMORY = 100_000;
    private static final Duration KEPT = Duration.ofHours(6);

    private final ListenerRepository repository;
    private final CompiledRulesPool pool = new CompiledRulesPool();
    private final Cache<UserId, Version> cache =
            Caffeine.newBuilder().maximumSize(IN_MEMORY).expireAfterAccess(KEPT).build();

    RulesOfUsers(ListenerRepository repository) {
        this.repository = repository;
    }

    private record Version(long position, CompiledRules rules) {}

    /** The rules of all of them, at least as new as they say. */
    Mono<Map<UserId, CompiledRules>> of(Collection<Listener> listeners) {
        Map<UserId, CompiledRules> known = new HashMap<>();
        List<UserId> unknown =
                listeners.stream()
                        .filter(listener -> !isKnown(listener, known))
                        .map(Listener::user)
                        .distinct()
                        .toList();
        return unknown.isEmpty()
                ? Mono.just(known)
                : repository
                        .rules(unknown)
                        .map(
                                stored -> {
                                    unknown.forEach(user -> known.put(user, CompiledRules.DEFAULT));
                                    stored.forEach(
                                            rules -> known.put(rules.user(), compile(rules)));
                                    return known;
                                });
    }

    private boolean isKnown(Listener listener, Map<UserId, CompiledRules> known) {
        if (listener.rulesPosition() == 0) {
            known.put(listener.user(), CompiledRules.DEFAULT);
            return true;
        }
        Version version = cache.getIfPresent(listener.user());
        if (version == null || version.position() < listener.rulesPosition()) {
            return false;
        }
        known.put(listener.user(), version.rules());
        return true;
    }

    private CompiledRules compile(StoredRules stored) {
        CompiledRules rules =
                pool.of(
                        PushRuleset.of(
                                DefaultRules.completed(
                                        Json.parseObject(stored.content().bytes()), stored.user())),
                        stored.user());
        cache.put(stored.user(), new Version(stored.position(), rules));
        return rules;
    }
}
