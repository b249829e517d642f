package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.Outcome;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the keys for a batch of claims in one transaction of device lists. Deleting a key is what
 * claims it, so that none is handed out twice, whoever deletes.
 */
@Component
class KeyClaimWriter implements BatchWriter<List<KeyClaim>, List<ClaimedKey>> {
    private final KeyClaimRepository repository;
    private final DeviceLists deviceLists;

    KeyClaimWriter(KeyClaimRepository repository, DeviceLists deviceLists) {
        this.repository = repository;
        this.deviceLists = deviceLists;
    }

    /** The keys of a batch by what was asked for, the oldest first. */
    private record Taken(
            Map<KeyClaim, Deque<ClaimedKey>> oneTime, Map<KeyClaim, ClaimedKey> fallback) {
        List<ClaimedKey> of(List<KeyClaim> claims) {
            List<ClaimedKey> keys = new ArrayList<>();
            for (KeyClaim claim : claims) {
                ClaimedKey next = oneTime.getOrDefault(claim, new ArrayDeque<>()).poll();
                ClaimedKey key = next == null ? fallback.get(claim) : next;
                if (key != null) {
                    keys.add(key);
                }
            }
            return keys;
        }
    }

    @Override
    public Mono<List<Outcome<List<ClaimedKey>>>> write(List<List<KeyClaim>> batch) {
        List<KeyClaim> all = batch.stream().flatMap(List::stream).toList();
        return deviceLists
                .change(changes -> take(changes, all))
                .map(
                        taken ->
                                batch.stream()
                                        .<Outcome<List<ClaimedKey>>>map(
                                                claims -> new Outcome.Written<>(taken.of(claims)))
                                        .toList());
    }

    private Mono<Taken> take(DeviceListChanges changes, List<KeyClaim> claims) {
        return repository
                .takeOldest(claims)
                .flatMap(
                        keys -> {
                            Map<KeyClaim, Deque<ClaimedKey>> oneTime = byClaim(keys);
                            Set<UserDevice> changed = new HashSet<>();
                            keys.forEach(key -> changed.add(key.device()));
                            return fallbacks(missing(claims, oneTime), changed)
                                    .delayUntil(_ -> changes.ofKeyCounts(changed))
                                    .map(fallback -> new Taken(oneTime, fallback));
                        });
    }

    /** Devices whose fallback key is used for the first time are added to those that changed. */
    private Mono<Map<KeyClaim, ClaimedKey>> fallbacks(
            Set<KeyClaim> missing, Set<UserDevice> changed) {
        if (missing.isEmpty()) {
            return Mono.just(Map.of());
        }
        return repository
                .useFallbacks(missing)
                .doOnNext(changed::addAll)
                .then(repository.fallbacks(missing));
    }

    private static Map<KeyClaim, Deque<ClaimedKey>> byClaim(List<ClaimedKey> keys) {
        Map<KeyClaim, Deque<ClaimedKey>> byClaim = new HashMap<>();
        keys.forEach(
                key ->
                        byClaim.computeIfAbsent(
                                        KeyClaimRepository.claim(key), _ -> new ArrayDeque<>())
                                .add(key));
        return byClaim;
    }

    private static Set<KeyClaim> missing(
            List<KeyClaim> claims, Map<KeyClaim, Deque<ClaimedKey>> oneTime) {
        Map<KeyClaim, Integer> wanted = new HashMap<>();
        claims.forEach(claim -> wanted.merge(claim, 1, Integer::sum));
        Set<KeyClaim> missing = new HashSet<>();
        wanted.forEach(
                (claim, count) -> {
                    if (oneTime.getOrDefault(claim, new ArrayDeque<>()).size() < count) {
                        missing.add(claim);
                    }
                });
        return missing;
    }
}
