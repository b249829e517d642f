package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.event.DelayedEventOrigin;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.relation.BundledAggregations;
import dev.ganglion.room.history.StoredEvent.Transaction;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Events as clients see them. Client-server API, "Room Event Format". */
@Component
public class ClientEvents {
    private static final byte[] NO_UNSIGNED = new byte[0];

    private final Clock clock;

    ClientEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The event with its {@code unsigned}. State has nothing bundled with it: client-server API,
     * "Aggregations of child events".
     *
     * @param membership the reader's at the event, where it is known
     */
    private byte[] bytes(StoredEvent stored, Requester reader, Optional<Membership> membership) {
        byte[] unsigned = CanonicalJson.encode(unsigned(stored, reader, membership));
        return bytes(
                stored.event(),
                stored.event().isState()
                        ? unsigned
                        : aggregations(stored.bundled(), reader).addedTo(unsigned));
    }

    private BundledAggregations aggregations(Bundled bundled, Requester reader) {
        BundledAggregations all = new BundledAggregations();
        bundled.replacement().ifPresent(event -> all.replacement(bytes(event, reader)));
        bundled.thread()
                .ifPresent(
                        thread ->
                                all.thread(
                                        bytes(thread.latest(), reader),
                                        thread.count(),
                                        thread.isParticipant()));
        if (!bundled.references().isEmpty()) {
            all.references(bundled.references());
        }
        return all;
    }

    private byte[] bytes(StoredEvent stored, Requester reader) {
        return bytes(stored, reader, Optional.empty());
    }

    public RawJson render(Seen seen, Requester reader) {
        return RawJson.ofTrusted(bytes(seen.event(), reader, Optional.of(seen.membership())));
    }

    public List<RawJson> renderAll(List<Seen> events, Requester reader) {
        return events.stream().map(seen -> render(seen, reader)).toList();
    }

    /** State that stands beside a timeline: the reader's membership at each is not looked up. */
    public List<RawJson> renderState(List<StoredEvent> events, Requester reader) {
        return events.stream().map(event -> bytes(event, reader)).map(RawJson::ofTrusted).toList();
    }

    private JsonObject unsigned(
            StoredEvent stored, Requester reader, Optional<Membership> membership) {
        JsonObject.Builder unsigned = JsonObject.builder();
        unsigned.put("age", Math.max(0, clock.millis() - stored.event().originServerTs()));
        unsigned.putIfPresent("membership", membership.map(Membership::value));
        stored.sentBy()
                .filter(sent -> stored.event().sender().equals(reader.userId()))
                .ifPresent(sent -> putOrigin(unsigned, sent, reader));
        stored.replaced()
                .ifPresent(
                        replaced ->
                                unsigned.put("prev_content", replaced.content())
                                        .put("replaces_state", replaced.eventId().value())
                                        .put("prev_sender", replaced.sender().value()));
        stored.redaction()
                .map(redaction -> bytes(redaction, NO_UNSIGNED))
                .ifPresent(
                        redaction -> unsigned.put("redacted_because", Json.parseObject(redaction)));
        return unsigned.build();
    }

    /**
     * For the sender: a delayed event is theirs on all devices, any other on the one it is from.
     */
    private static void putOrigin(JsonObject.Builder unsigned, Transaction sent, Requester sender) {
        if (sent.deviceId().equals(DelayedEventOrigin.DEVICE)) {
            unsigned.put(DelayedEventOrigin.UNSIGNED_KEY, sent.transactionId());
        } else if (sender.deviceId().map(DeviceId::value).equals(Optional.of(sent.deviceId()))) {
            unsigned.put("transaction_id", sent.transactionId());
        }
    }

    private static byte[] bytes(PduEvent event, byte[] unsigned) {
        return ClientEventBytes.splice(
                event.canonicalBytes(),
                event.eventId(),
                Optional.of(event.roomId().value()),
                unsigned);
    }
}
