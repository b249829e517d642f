package dev.ganglion.moderation.policy;

import dev.ganglion.moderation.stream.EventStream;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/**
 * The policy in force, in memory. Replicas hear of a change over Redis, and look by themselves
 * every few seconds.
 */
@Service
public class CurrentPolicy implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(CurrentPolicy.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 5;

    private final PolicyRepository policies;
    private final EventStream stream;
    private final Bus bus;
    private final Clock clock;
    private final ActivePolicy configured;
    private final Disposable refreshing;

    private volatile @Nullable ActivePolicy active;

    CurrentPolicy(
            PolicyRepository policies,
            EventStream stream,
            PolicyProperties settings,
            Bus bus,
            Clock clock) {
        this.policies = policies;
        this.stream = stream;
        this.bus = bus;
        this.clock = clock;
        this.configured = ActivePolicy.of(0, 0, settings.toPolicy());
        this.refreshing =
                Flux.merge(
                                bus.messages(Channel.POLICIES),
                                bus.reconnections(),
                                Flux.interval(Duration.ZERO, BETWEEN_LOOKS).onBackpressureDrop())
                        .onBackpressureLatest()
                        .concatMap(_ -> refreshOrStay(), 1)
                        .subscribe();
    }

    /** The policy as this replica knows it; waits for the database only before the first. */
    public Mono<ActivePolicy> get() {
        ActivePolicy known = active;
        return known == null ? refresh() : Mono.just(known);
    }

    /** Puts a policy in force, on every replica within moments. */
    Mono<ActivePolicy> change(Policy policy, UserId changedBy) {
        return Mono.defer(() -> succeed(policy, changedBy))
                .retryWhen(Retry.max(ATTEMPTS).filter(DuplicateKeyException.class::isInstance))
                .doOnNext(this::announce);
    }

    private Mono<ActivePolicy> succeed(Policy policy, UserId changedBy) {
        return refresh()
                .flatMap(
                        before ->
                                alertsAfter(before, policy)
                                        .map(
                                                position ->
                                                        ActivePolicy.of(
                                                                before.version() + 1,
                                                                position,
                                                                policy)))
                .flatMap(next -> policies.add(next, changedBy, clock.instant()).thenReturn(next))
                .flatMap(_ -> refresh());
    }

    /** Whoever begins to watch is not told of the past. */
    private Mono<Long> alertsAfter(ActivePolicy before, Policy policy) {
        return before.isWatching() || policy.alertKeywords().isEmpty()
                ? Mono.just(before.alertsAfter())
                : stream.last();
    }

    private void announce(ActivePolicy changed) {
        String message = "{\"version\":" + changed.version() + "}";
        bus.publish(Channel.POLICIES, message.getBytes(StandardCharsets.UTF_8));
    }

    /** The policy as the database has it. */
    public Mono<ActivePolicy> refresh() {
        ActivePolicy latest = active;
        ActivePolicy known = latest == null ? configured : latest;
        return policies.findNewerThan(known.version()).defaultIfEmpty(known).map(this::keepNewest);
    }

    private synchronized ActivePolicy keepNewest(ActivePolicy read) {
        ActivePolicy known = active;
        ActivePolicy newest = known == null || read.version() > known.version() ? read : known;
        active = newest;
        return newest;
    }

    private Mono<ActivePolicy> refreshOrStay() {
        return refresh()
                .onErrorResume(
                        failure -> {
                            log.warn("The policy could not be read: {}", failure.toString());
                            return Mono.empty();
                        });
    }

    @Override
    public void destroy() {
        refreshing.dispose();
    }
}
