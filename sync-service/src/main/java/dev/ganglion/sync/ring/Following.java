package dev.ganglion.sync.ring;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.StreamFollower;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps a followed stream up to date: at each hint, after each loss of Redis, and by a timer. One
 * read each time.
 */
public final class Following {
    private Following() {}

    /** Until it is disposed. */
    public static StreamFollower begin(Channel channel, FollowedStream<?> stream, Bus bus) {
        Mono<Long> caughtUp = stream.catchUp().then(Mono.fromCallable(stream::position));
        Flux<?> hints =
                Flux.merge(bus.messages(channel), bus.reconnections().filter(channel::equals));
        return StreamFollower.of("sync " + channel.name(), caughtUp)
                .hints(hints, bus::isConnected)
                .follow((from, to) -> Mono.empty());
    }
}
