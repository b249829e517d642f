package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;

/**
 * Who is online. Any endpoint that a client waits at tells with {@link #during} that a device is
 * there; what readers are told is {@link PresenceNews}'s. Does nothing while presence is off.
 */
@Service
public class Presence {
    private final PresenceProperties properties;
    private final Devices devices;
    private final Board board;
    private final Outbox outbox;
    private final Exchange exchange;
    private final PresenceRepository repository;
    private final Clock clock;

    Presence(
            PresenceProperties properties,
            Devices devices,
            Board board,
            Outbox outbox,
            Exchange exchange,
            PresenceRepository repository,
            Clock clock) {
        this.properties = properties;
        this.devices = devices;
        this.board = board;
        this.outbox = outbox;
        this.exchange = exchange;
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Answers a request during which its device is there.
     *
     * @param asked the request's {@code set_presence}; one that is offline changes nothing
     */
    public <T> Mono<T> during(Requester requester, PresenceState asked, Mono<T> answer) {
        if (!properties.enabled() || asked == PresenceState.OFFLINE) {
            return answer;
        }
        UserId user = requester.userId();
        if (requester.standing() != Standing.GOOD) {
            return Mono.defer(
                    () -> {
                        hide(user);
                        return answer;
                    });
        }
        return Mono.usingWhen(
                Mono.fromCallable(
                        () -> {
                            devices.begin(user, device(requester), asked);
                            return user;
                        }),
                begun -> answer,
                begun -> Mono.fromRunnable(() -> devices.end(user, device(requester))));
    }

    /** What a user says of themself. What is stored outlives Redis. */
    Mono<Void> set(Requester requester, PresenceState state, String message) {
        if (!properties.enabled()) {
            return Mono.empty();
        }
        UserId user = requester.userId();
        return repository
                .store(user, state.value(), message, clock.millis())
                .then(
                        Mono.defer(
                                () -> {
                                    devices.hasAsked(user, device(requester), state);
                                    return exchange.say(
                                            Sign.puts(user, device(requester), state, message));
                                }));
    }

    /** The user is offline for everybody, and without words of theirs. */
    void hide(UserId user) {
        boolean isShown = board.find(user).filter(posted -> !posted.told().isOffline()).isPresent();
        boolean wasHere = !devices.remove(user, device -> true).isEmpty();
        if (properties.enabled() && (isShown || wasHere)) {
            outbox.add(Sign.of(Sign.What.GONE, user));
        }
    }

    /** The same, whatever is known of them here, and at once if Redis is there. */
    Mono<Void> takeBack(UserId user) {
        return Mono.defer(
                () -> {
                    devices.remove(user, device -> true);
                    return properties.enabled()
                            ? exchange.say(Sign.of(Sign.What.GONE, user))
                            : Mono.empty();
                });
    }

    private static String device(Requester requester) {
        return requester.deviceId().map(DeviceId::value).orElse("");
    }
}
