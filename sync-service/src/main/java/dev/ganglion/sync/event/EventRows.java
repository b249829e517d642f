package dev.ganglion.sync.event;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.event.ContentText;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.event.TimelineEvent.Body;
import dev.ganglion.sync.event.TimelineEvent.Counting;
import dev.ganglion.sync.event.TimelineEvent.Header;
import dev.ganglion.sync.event.TimelineEvent.Origin;
import dev.ganglion.sync.event.TimelineEvent.Quote;
import dev.ganglion.sync.json.JsonBytes;

import io.r2dbc.spi.Readable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads rows of {@code rooms.event}, with the events that their {@code unsigned} quotes, into
 * events.
 */
final class EventRows {
    private static final String OF_ALL =
            """
            e.position, e.room_nid, r.room_id, e.event_id, e.type, e.state_key, e.sender, e.origin_server_ts,
            e.json, e.notify_number, r.purged_notify_count, e.sender_device, e.txn_id,
            p.event_id as replaced_id, p.sender as replaced_sender, p.json as replaced_json,
            d.event_id as redaction_id, d.sender as redaction_sender, d.json as redaction_json
            """;

    /**
     * The columns that {@link #read} reads; {@code e} is the event, {@code r} its room. The event
     * before may have been purged: the room knows its number.
     */
    static final String COLUMNS =
            """
            null::text as membership,
            (select e.notify_number > greatest(max(b.notify_number), r.purged_notify_count)
             from (select notify_number
                   from rooms.event b
                   where b.room_nid = e.room_nid and b.position < e.position
                   order by b.position desc
                   limit 1) b) as is_counted,
            (select array_agg(m.user_id) from rooms.event_mention m where m.position = e.position) as highlighted,
            """
                    + OF_ALL;

    /**
     * The same for state, of which nobody asks whether it counts; {@code s} is the row of {@code
     * rooms.room_state}.
     */
    static final String STATE_COLUMNS =
            """
            case when s.type = 'm.room.member' then s.word end as membership,
            false as is_counted, null::text[] as highlighted,
            """
                    + OF_ALL;

    /** Joins the events that {@code unsigned} quotes to {@code e}. */
    static final String QUOTED =
            """
            left join rooms.event p on p.position = e.replaced_state_position
            left join rooms.event d on d.position = e.redacted_by
            """;

    /**
     * Joins to {@code s} what {@link #STATE_COLUMNS} needs besides. The room by the state's number,
     * not the event's: thus it is looked up once a room.
     */
    static final String OF_STATE =
            """
            join rooms.room r on r.room_nid = s.room_nid
            join rooms.event e on e.position = s.event_position
            """
                    + QUOTED;

    private static final byte[] NOTHING = {};
    private static final Recurring<Numbered, RoomRef> ROOMS = new Recurring<>(Numbered::room);
    private static final Recurring<String, UserId> USERS = new Recurring<>(UserId::new);
    private static final Recurring<String, String> TYPES_AND_DEVICES =
            new Recurring<>(Function.identity());

    private EventRows() {}

    private record Numbered(long nid, String id) {
        RoomRef room() {
            return new RoomRef(nid, new RoomId(id));
        }
    }

    static TimelineEvent read(Readable row) {
        byte[] pdu = bytes(row, "json");
        Header header = header(row);
        return new TimelineEvent(
                number(row, "position"),
                ROOMS.of(new Numbered(number(row, "room_nid"), text(row, "room_id"))),
                header,
                counting(row, header, pdu),
                origin(row),
                header.type().equals(EventTypes.MEMBER) ? membership(row, pdu) : Optional.empty(),
                body(row, ClientEventBytes.of(pdu, new EventId(header.eventId()))));
    }

    private static Header header(Readable row) {
        return new Header(
                text(row, "event_id"),
                TYPES_AND_DEVICES.of(text(row, "type")),
                Optional.ofNullable(row.get("state_key", String.class)),
                USERS.of(text(row, "sender")),
                number(row, "origin_server_ts"));
    }

    private static Counting counting(Readable row, Header header, byte[] pdu) {
        return new Counting(
                number(row, "notify_number"),
                Boolean.TRUE.equals(row.get("is_counted", Boolean.class)),
                number(row, "purged_notify_count"),
                highlighted(row),
                header.stateKey().isPresent() ? Optional.empty() : ThreadRoot.of(pdu));
    }

    private static Optional<Origin> origin(Readable row) {
        String device = row.get("sender_device", String.class);
        String transaction = row.get("txn_id", String.class);
        return device == null || transaction == null
                ? Optional.empty()
                : Optional.of(new Origin(TYPES_AND_DEVICES.of(device), transaction));
    }

    private static Set<UserId> highlighted(Readable row) {
        String[] users = row.get("highlighted", String[].class);
        return users == null
                ? Set.of()
                : Arrays.stream(users).map(UserId::new).collect(Collectors.toUnmodifiableSet());
    }

    /** Looks only for what is not known of the state. */
    private static Optional<Membership> membership(Readable row, byte[] pdu) {
        Optional<Membership> known =
                Optional.ofNullable(row.get("membership", String.class)).flatMap(Membership::find);
        return known.isPresent() ? known : membership(pdu);
    }

    private static Optional<Membership> membership(byte[] pdu) {
        return ContentText.of(pdu, "membership").flatMap(Membership::find);
    }

    private static Body body(Readable row, byte[] json) {
        List<Quote> quoted = quoted(row);
        return new Body(json, quoted.isEmpty() ? NOTHING : unsigned(row), quoted);
    }

    /**
     * Client-server API, "Room event format", UnsignedData. Rare, so parsed, and once for all
     * readers.
     */
    private static byte[] unsigned(Readable row) {
        JsonBytes out = new JsonBytes();
        byte[] replaced = row.get("replaced_json", byte[].class);
        if (replaced != null) {
            out.key("prev_content").raw(CanonicalJson.encode(content(replaced)));
            out.key("prev_sender").string(text(row, "replaced_sender"));
            out.key("replaces_state").string(text(row, "replaced_id"));
        }
        byte[] redaction = row.get("redaction_json", byte[].class);
        if (redaction != null) {
            EventId id = new EventId(text(row, "redaction_id"));
            out.key("redacted_because").raw(ClientEventBytes.of(redaction, id));
        }
        return out.toBytes();
    }

    /** Whatever {@link #unsigned} takes content of. */
    private static List<Quote> quoted(Readable row) {
        List<Quote> quotes = new ArrayList<>(0);
        quote(row, "replaced_id", "replaced_sender", quotes);
        quote(row, "redaction_id", "redaction_sender", quotes);
        return quotes;
    }

    private static void quote(Readable row, String id, String sender, List<Quote> quotes) {
        String eventId = row.get(id, String.class);
        if (eventId != null) {
            quotes.add(new Quote(eventId, USERS.of(text(row, sender))));
        }
    }

    private static JsonObject content(byte[] pdu) {
        return Json.parseObject(pdu).object("content").orElse(JsonObject.EMPTY);
    }

    private static byte[] bytes(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, byte[].class));
    }
}
