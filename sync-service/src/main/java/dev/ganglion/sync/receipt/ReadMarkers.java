package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.json.JsonBytes;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Fully read markers: account data of the room that clients set through here alone. */
@Service
class ReadMarkers {
    private static final String TYPE = "m.fully_read";

    private final Receipts receipts;
    private final AccountData accountData;

    ReadMarkers(Receipts receipts, AccountData accountData) {
        this.receipts = receipts;
        this.accountData = accountData;
    }

    Mono<Void> set(RoomId room, UserId user, EventId event) {
        byte[] content =
                new JsonBytes()
                        .beginObject()
                        .key("event_id")
                        .string(event.value())
                        .endObject()
                        .toBytes();
        return receipts.mustHave(room, user, event)
                .flatMap(found -> accountData.put(user, room.value(), TYPE, content));
    }
}
