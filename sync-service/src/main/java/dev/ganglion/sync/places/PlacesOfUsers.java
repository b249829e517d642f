package dev.ganglion.sync.places;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The places for requests of some kind that a device and a user have at this replica.
 *
 * @param <P> what a request holds while it has a place
 */
public final class PlacesOfUsers<P> {
    private final Limits limits;
    private final Function<P, Requester> requesterOf;
    private final Consumer<P> whenFull;

    /** In the order in which they were taken; the lists never change. */
    private final Map<UserId, List<P>> byUser = new ConcurrentHashMap<>();

    /**
     * How many places there are.
     *
     * @param ofDevice for each device of a user
     * @param ofUser for all devices of a user together
     */
    public record Limits(int ofDevice, int ofUser) {}

    /**
     * @param whenFull is told of the oldest that stands in the way of a new one, and loses its
     *     place; where this errors the oldest keeps it, and the new one gets the error instead of a
     *     place
     */
    public PlacesOfUsers(Limits limits, Function<P, Requester> requesterOf, Consumer<P> whenFull) {
        this.limits = limits;
        this.requesterOf = requesterOf;
        this.whenFull = whenFull;
    }

    /**
     * Places of which each is taken by one request: another one is told {@code M_LIMIT_EXCEEDED}.
     */
    public static PlacesOfUsers<Requester> refusing(Limits limits, Duration retryAfter) {
        return new PlacesOfUsers<>(
                limits,
                Function.identity(),
                oldest -> {
                    throw MatrixException.limitExceeded(retryAfter);
                });
    }

    /** Does a request's work with a place for it, which is left whatever happens. */
    public <T> Mono<T> during(Supplier<P> place, Function<P, Mono<T>> work) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> take(place.get())),
                work,
                taken -> Mono.fromRunnable(() -> leave(taken)));
    }

    /** The same for work with many results. */
    public <T> Flux<T> duringAll(Supplier<P> place, Function<P, Flux<T>> work) {
        return Flux.usingWhen(
                Mono.fromCallable(() -> take(place.get())),
                work,
                taken -> Mono.fromRunnable(() -> leave(taken)));
    }

    /** How many are taken. */
    public int of(UserId user) {
        return byUser.getOrDefault(user, List.of()).size();
    }

    /** Tells nobody while the map is locked: who is told leaves at once. */
    private P take(P newest) {
        Optional<P> oldest = tryTake(newest);
        while (oldest.isPresent()) {
            whenFull.accept(oldest.get());
            leave(oldest.get());
            oldest = tryTake(newest);
        }
        return newest;
    }

    /** Answers for the oldest that is in the way, if there is one. */
    private Optional<P> tryTake(P newest) {
        List<P> inTheWay = new ArrayList<>();
        byUser.compute(
                userOf(newest),
                (user, present) -> {
                    List<P> taken = present == null ? List.of() : present;
                    inTheWay.addAll(inTheWay(taken, newest));
                    return inTheWay.isEmpty() ? with(taken, newest) : taken;
                });
        return inTheWay.stream().findFirst();
    }

    /** Does nothing for a place that is lost already. */
    private void leave(P gone) {
        byUser.computeIfPresent(userOf(gone), (user, taken) -> without(taken, gone));
    }

    private List<P> inTheWay(List<P> taken, P newest) {
        List<P> ofDevice = taken.stream().filter(place -> isOfSameDevice(place, newest)).toList();
        if (ofDevice.size() >= limits.ofDevice()) {
            return ofDevice;
        }
        return taken.size() >= limits.ofUser() ? taken : List.of();
    }

    private boolean isOfSameDevice(P one, P other) {
        return requesterOf.apply(one).deviceId().equals(requesterOf.apply(other).deviceId());
    }

    private UserId userOf(P place) {
        return requesterOf.apply(place).userId();
    }

    private static <P> List<P> with(List<P> taken, P newest) {
        List<P> now = new ArrayList<>(taken);
        now.add(newest);
        return List.copyOf(now);
    }

    private static <P> @Nullable List<P> without(List<P> taken, P gone) {
        List<P> now = new ArrayList<>(taken);
        now.remove(gone);
        return now.isEmpty() ? null : List.copyOf(now);
    }
}
