package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.device.KnownDevices;
import dev.ganglion.sync.ring.StreamSource;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads messages and takes away those that have arrived. */
@Repository
class QueueRepository implements StreamSource<Entry> {
    private static final long WEIGHT_OF_FIELDS = 500;

    /** A content has at most 64 KiB. */
    private static final int BATCH = 128;

    private static final String COLUMNS =
            "m.position, m.user_id, m.device_id, m.device_created, m.sender, m.type, m.content";

    private static final String IS_OF_FORMER_DEVICE =
            """
            not exists (
                select
                from auth.known_device d
                where d.user_id = m.user_id and d.device_id = m.device_id and %s = m.device_created)
            """
                    .formatted(KnownDevices.CREATED);

    private final DatabaseClient database;

    QueueRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What waits for the device of today, from the oldest on. Relies on the primary key. */
    Mono<List<ToDeviceMessage>> waiting(DeviceRef device, long after, long upTo, int limit) {
        return database.sql(
                        """
                        select %s
                        from sync.to_device_message m
                        join auth.known_device d
                          on d.user_id = m.user_id and d.device_id = m.device_id
                        where m.user_id = :user and m.device_id = :device
                          and m.position > :after and m.position <= :upTo
                          and m.device_created = %s
                        order by m.position
                        limit :limit
                        """
                                .formatted(COLUMNS, KnownDevices.CREATED))
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map(QueueRepository::message)
                .all()
                .collectList();
    }

    /** Relies on the primary key. */
    Mono<Void> deleteUpTo(DeviceRef device, long position) {
        return database.sql(
                        """
                        delete from sync.to_device_message
                        where user_id = :user and device_id = :device and position <= :position
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("position", position)
                .then();
    }

    /** Of devices that are no longer there. Relies on the primary key. */
    Mono<Void> deleteOfFormerDevices(UserId user) {
        return database.sql(
                        """
                        delete from sync.to_device_message m
                        where %s and m.user_id = :user
                        """
                                .formatted(IS_OF_FORMER_DEVICE))
                .bind("user", user.value())
                .then();
    }

    /**
     * The same of all users, some at a time: how many there were. Relies on
     * to_device_message_by_position.
     */
    Mono<Long> deleteOfFormerDevices(int limit) {
        return database.sql(
                        """
                        delete from sync.to_device_message
                        where position = any(array(
                            select m.position
                            from sync.to_device_message m
                            where %s
                            limit :limit))
                        """
                                .formatted(IS_OF_FORMER_DEVICE))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    /** Relies on to_device_transaction_by_age. */
    Mono<Void> deleteTransactions(Duration olderThan) {
        return database.sql(
                        """
                        delete from sync.to_device_transaction
                        where done_at < now() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", (double) olderThan.toSeconds())
                .then();
    }

    @Override
    public Mono<Long> lastPosition() {
        return database.sql("select position from sync.to_device_head")
                .map(row -> Rows.number(row, "position"))
                .one();
    }

    /**
     * Messages and the end of the stream out of one snapshot: a reader that comes after a message
     * is gone gets past it all the same. Relies on to_device_message_by_position.
     */
    @Override
    public Mono<List<Entry>> after(long position, int limit) {
        return database.sql(
                        """
                        select h.position as head, %1$s
                        from sync.to_device_head h
                        left join lateral (
                            select %1$s
                            from sync.to_device_message m
                            where m.position > :position
                            order by m.position
                            limit :limit
                        ) m on true
                        order by m.position
                        """
                                .formatted(COLUMNS))
                .bind("position", position)
                .bind("limit", limit)
                .map(row -> new Found(Rows.number(row, "head"), found(row)))
                .all()
                .collectList()
                .map(found -> entries(found, position));
    }

    private record Found(long head, Optional<ToDeviceMessage> message) {}

    private static List<Entry> entries(List<Found> found, long after) {
        List<Entry> entries = new ArrayList<>();
        long last = after;
        for (Found row : found) {
            if (row.message().isPresent()) {
                entries.add(new Entry.Waiting(row.message().get()));
                last = row.message().get().position();
            }
        }
        if (entries.size() < BATCH && found.getFirst().head() > last) {
            entries.add(new Entry.Gone(found.getFirst().head()));
        }
        return entries;
    }

    @Override
    public long positionOf(Entry entry) {
        return entry.position();
    }

    @Override
    public long weightOf(Entry entry) {
        return switch (entry) {
            case Entry.Waiting(ToDeviceMessage message) ->
                    WEIGHT_OF_FIELDS + message.content().bytes().length;
            case Entry.Gone _ -> WEIGHT_OF_FIELDS;
        };
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    private static Optional<ToDeviceMessage> found(Readable row) {
        return row.get("position", Long.class) == null
                ? Optional.empty()
                : Optional.of(message(row));
    }

    private static ToDeviceMessage message(Readable row) {
        return new ToDeviceMessage(
                Rows.number(row, "position"),
                new DeviceRef(
                        new UserId(Rows.text(row, "user_id")),
                        new DeviceId(Rows.text(row, "device_id"))),
                Rows.number(row, "device_created"),
                Rows.text(row, "sender"),
                Rows.text(row, "type"),
                RawJson.ofTrusted(Objects.requireNonNull(row.get("content", byte[].class))));
    }
}
