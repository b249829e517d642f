package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

/** Drops the heads that another replica has moved, before a write finds out the hard way. */
@Component
class HeadFollower {
    private static final Logger log = LoggerFactory.getLogger(HeadFollower.class);

    private final RoomHeads heads;
    private final EventHints hints;
    private final Disposable subscriptions;

    HeadFollower(RoomHeads heads, EventHints hints, Bus bus) {
        this.heads = heads;
        this.hints = hints;
        this.subscriptions =
                Disposables.composite(
                        bus.messages(Channel.EVENTS).subscribe(this::follow),
                        bus.reconnections()
                                .filter(Channel.EVENTS::equals)
                                .subscribe(gap -> heads.dropAll()));
    }

    @PreDestroy
    void stop() {
        subscriptions.dispose();
    }

    private void follow(byte[] hint) {
        try {
            JsonObject said = Json.parseObject(hint);
            if (!hints.isOwn(said)) {
                said.array("rooms")
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .flatMap(room -> RoomId.tryParse(room).stream())
                        .forEach(heads::drop);
            }
        } catch (InvalidJsonException e) {
            log.warn("A hint that is not JSON on {}", Channel.EVENTS, e);
        }
    }
}
