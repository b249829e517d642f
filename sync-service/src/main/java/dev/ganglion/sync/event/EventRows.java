package dev.ganglion.sync.event;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.ClientEventBytes;
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

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Joins what {@link #COLUMNS} needs besides {@code e}. */
    static final String JOINS =
            """
            join rooms.room r on r.room_nid = e.room_nid
            left join rooms.event p on p.position = e.replaced_state_position
            left join rooms.event d on d.position = e.redacted_by
            """;

    private static final Recurring<RoomRef> ROOMS = new Recurring<>();
    private static final Recurring<UserId> USERS = new Recurring<>();
    private static final Recurring<String> TYPES_AND_DEVICES = new Recurring<>();

    private EventRows() {}

    static TimelineEvent read(Readable row) {
        byte[] pdu = bytes(row, "json");
        Header header = header(row);
        return new TimelineEvent(
                number(row, "position"),
                ROOMS.of(new RoomRef(number(row, "room_nid"), new RoomId(text(row, "room_id")))),
                header,
                counting(row, header, pdu),
                origin(row),
                header.type().equals(EventTypes.MEMBER) ? membership(row, pdu) : Optional.empty(),
                new Body(
                        ClientEventBytes.of(pdu, new EventId(header.eventId())),
                        unsigned(row),
                        quoted(row)));
    }

    private static Header header(Readable row) {
        return new Header(
                text(row, "event_id"),
                TYPES_AND_DEVICES.of(text(row, "type")),
                Optional.ofNullable(row.get("state_key", String.class)),
                USERS.of(new UserId(text(row, "sender"))),
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

    /** Parses only what is not known of the state. */
    private static Optional<Membership> membership(Readable row, byte[] pdu) {
        Optional<Membership> known =
                Optional.ofNullable(row.get("membership", String.class)).flatMap(Membership::find);
        return known.isPresent() ? known : membership(pdu);
    }

    private static Optional<Membership> membership(byte[] pdu) {
        return content(pdu).string("membership").flatMap(Membership::find);
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
        return Stream.of("replaced", "redaction").flatMap(name -> quote(row, name)).toList();
    }

    private static Stream<Quote> quote(Readable row, String name) {
        String eventId = row.get(name + "_id", String.class);
        return eventId == null
                ? Stream.empty()
                : Stream.of(new Quote(eventId, USERS.of(new UserId(text(row, name + "_sender")))));
    }

    private static JsonObject content(byte[] pdu) {
        return Json.parseObject(pdu).object("content").orElse(JsonObject.EMPTY);
    }

    private static byte[] bytes(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, byte[].class));
    }
}
