package dev.ganglion.sync.event;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.DelayedEventOrigin;
import dev.ganglion.sync.event.TimelineEvent.Body;
import dev.ganglion.sync.event.TimelineEvent.Header;
import dev.ganglion.sync.event.TimelineEvent.Origin;
import dev.ganglion.sync.json.JsonBytes;

import java.util.Optional;

/** Writes an event for one reader: the stored bytes, with {@code unsigned} spliced in. */
public final class EventWriter {
    private EventWriter() {}

    /**
     * Writes the whole event, or what is left of it for that reader.
     *
     * @param erased of the event's room
     * @param membership the reader's own at the event, where it is known: {@code
     *     unsigned.membership}
     * @param relations what is bundled with it, if anything is: {@code unsigned.m.relations}
     */
    public static void write(
            JsonBytes out,
            TimelineEvent event,
            Reader reader,
            ErasedEvents erased,
            Optional<Membership> membership,
            Optional<byte[]> relations) {
        Body body = erased.shown(event);
        out.openObject(body.json()).key("unsigned").beginObject();
        writeSending(out, event.header(), event.origin(), reader);
        membership.ifPresent(at -> out.key("membership").string(at.value()));
        out.members(body.unsigned());
        relations.ifPresent(bundled -> out.key("m.relations").raw(bundled));
        out.endObject().endObject();
    }

    /** Writes those members of {@code unsigned} that come from the event's being sent. */
    public static void writeSending(
            JsonBytes out, Header header, Optional<Origin> origin, Reader reader) {
        out.key("age").number(Math.max(0, reader.now() - header.originServerTs()));
        if (origin.isPresent() && reader.userId().equals(header.sender())) {
            writeOrigin(out, origin.get(), reader);
        }
    }

    /**
     * For the sender: a delayed event is theirs on all devices, any other on the one it is from.
     */
    private static void writeOrigin(JsonBytes out, Origin origin, Reader sender) {
        if (origin.deviceId().equals(DelayedEventOrigin.DEVICE)) {
            out.key(DelayedEventOrigin.UNSIGNED_KEY).string(origin.transactionId());
        } else if (sender.isOn(origin.deviceId())) {
            out.key("transaction_id").string(origin.transactionId());
        }
    }
}
