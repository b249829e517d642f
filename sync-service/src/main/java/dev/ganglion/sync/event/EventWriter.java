package dev.ganglion.sync.event;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.DelayedEventOrigin;
import dev.ganglion.sync.json.JsonBytes;

import java.util.Optional;

/** Writes an event for one reader: the stored bytes, with {@code unsigned} spliced in. */
public final class EventWriter {
    private EventWriter() {}

    /**
     * Writes the whole event.
     *
     * @param membership the reader's own at the event, where it is known: {@code
     *     unsigned.membership}
     */
    public static void write(
            JsonBytes out, TimelineEvent event, Reader reader, Optional<Membership> membership) {
        out.openObject(event.body().json()).key("unsigned").beginObject();
        out.key("age").number(Math.max(0, reader.now() - event.header().originServerTs()));
        membership.ifPresent(at -> out.key("membership").string(at.value()));
        if (event.origin().isPresent() && reader.userId().equals(event.sender())) {
            writeOrigin(out, event.origin().get(), reader);
        }
        out.members(event.body().unsigned());
        out.endObject().endObject();
    }

    /**
     * For the sender: a delayed event is theirs on all devices, any other on the one it is from.
     */
    private static void writeOrigin(JsonBytes out, TimelineEvent.Origin origin, Reader sender) {
        if (origin.deviceId().equals(DelayedEventOrigin.DEVICE)) {
            out.key(DelayedEventOrigin.UNSIGNED_KEY).string(origin.transactionId());
        } else if (sender.isOn(origin.deviceId())) {
            out.key("transaction_id").string(origin.transactionId());
        }
    }
}
