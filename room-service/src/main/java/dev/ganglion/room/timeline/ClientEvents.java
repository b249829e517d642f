package dev.ganglion.room.timeline;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.timeline.Page.Seen;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Events as clients see them. Client-server API, "Room Event Format". */
@Component
class ClientEvents {
    private static final byte[] NO_UNSIGNED = new byte[0];

    private final Clock clock;

    ClientEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The event with its {@code unsigned}.
     *
     * @param membership the reader's at the event, where it is known
     */
    private RawJson render(StoredEvent stored, Requester reader, Optional<Membership> membership) {
        JsonObject unsigned = unsigned(stored, reader, membership);
        return RawJson.ofTrusted(bytes(stored.event(), CanonicalJson.encode(unsigned)));
    }

    RawJson render(Seen seen, Requester reader) {
        return render(seen.event(), reader, Optional.of(seen.membership()));
    }

    List<RawJson> renderAll(List<Seen> events, Requester reader) {
        return events.stream().map(seen -> render(seen, reader)).toList();
    }

    /** State that stands beside a timeline: the reader's membership at each is not looked up. */
    List<RawJson> renderState(List<StoredEvent> events, Requester reader) {
        return events.stream().map(event -> render(event, reader, Optional.empty())).toList();
    }

    private JsonObject unsigned(
            StoredEvent stored, Requester reader, Optional<Membership> membership) {
        JsonObject.Builder unsigned = JsonObject.builder();
        unsigned.put("age", Math.max(0, clock.millis() - stored.event().originServerTs()));
        unsigned.putIfPresent("membership", membership.map(Membership::value));
        stored.sentBy()
                .filter(sent -> stored.event().sender().equals(reader.userId()))
                .filter(
                        sent ->
                                reader.deviceId()
                                        .map(DeviceId::value)
                                        .equals(Optional.of(sent.deviceId())))
                .ifPresent(sent -> unsigned.put("transaction_id", sent.transactionId()));
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

    private static byte[] bytes(PduEvent event, byte[] unsigned) {
        return ClientEventBytes.splice(
                event.canonicalBytes(),
                event.eventId(),
                Optional.of(event.roomId().value()),
                unsigned);
    }
}
