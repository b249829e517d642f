package dev.ganglion.moderation.keyword;

import dev.ganglion.moderation.stream.EventStream;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.lease.Lease;
import dev.ganglion.service.stream.StreamFollower;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Follows the event stream, on one replica at a time. */
@Component
class KeywordWatch implements DisposableBean {
    private final EventRepository events;
    private final EventStream stream;
    private final KeywordReader reader;
    private final Bus bus;
    private final Disposable watching;

    KeywordWatch(
            EventRepository events,
            EventStream stream,
            KeywordReader reader,
            Bus bus,
            Lease lease) {
        this.events = events;
        this.stream = stream;
        this.reader = reader;
        this.bus = bus;
        this.watching =
                StreamFollower.whileHeld(
                        lease,
                        "keyword-alerts",
                        Mono.defer(this::beginning),
                        this::follower,
                        () -> {});
    }

    /** Begins where it was left; the first time ever, with what comes from now on. */
    private Mono<Long> beginning() {
        return events.findCursor().switchIfEmpty(stream.last());
    }

    private StreamFollower follower(long from) {
        return StreamFollower.of("keyword alerts", stream.last())
                .hints(bus.messages(Channel.EVENTS), bus::isConnected)
                .from(from)
                .follow(reader::read);
    }

    @Override
    public void destroy() {
        watching.dispose();
    }
}
