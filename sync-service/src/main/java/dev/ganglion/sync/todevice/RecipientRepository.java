package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.device.KnownDevices;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds the devices that messages are for, and how full their queues are. */
@Repository
class RecipientRepository {
    /** The queue of a recipient {@code r}. */
    private static final String QUEUE =
            """
            select m.device_count, m.device_bytes, m.sender_count, m.sender_bytes,
                   octet_length(m.content) as bytes
            from sync.to_device_message m
            where m.user_id = r.user_id and m.device_id = r.found_id
            """;

    private static final String RECIPIENTS =
            """
            with wish as (
                select *
                from unnest(:requests, :messages, :senders, :users, :devices)
                     as n(request, message, sender, user_id, device_id)
            ), found as (
                select w.*, d.device_id as found_id, %1$s as created
                from wish w
                join auth.known_device d on d.user_id = w.user_id and d.device_id = w.device_id
                where w.device_id <> '*'
                union all
                select w.*, d.device_id as found_id, %1$s as created
                from wish w
                join auth.known_device d on d.user_id = w.user_id
                where w.device_id = '*'
            ), recipient as (
                select distinct on (request, user_id, found_id)
                       request, message, sender, user_id, found_id, created
                from found
                order by request, user_id, found_id, device_id = '*'
            )
            select r.request, r.message, r.user_id, r.found_id, r.created,
                   coalesce(ql.device_count, 0) as queue_count,
                   coalesce(ql.device_bytes, 0) as queue_bytes,
                   coalesce(ql.device_count - qf.device_count + 1, 0) as queue_waiting,
                   coalesce(ql.device_bytes - qf.device_bytes + qf.bytes, 0) as queue_waiting_bytes,
                   coalesce(sl.sender_count, 0) as sender_count,
                   coalesce(sl.sender_bytes, 0) as sender_bytes,
                   coalesce(sl.sender_count - sf.sender_count + 1, 0) as sender_waiting,
                   coalesce(sl.sender_bytes - sf.sender_bytes + sf.bytes, 0) as sender_waiting_bytes
            from recipient r
            left join lateral (%2$s order by position desc limit 1) ql on true
            left join lateral (%2$s order by position limit 1) qf on true
            left join lateral (%2$s and m.sender = r.sender order by position desc limit 1) sl on true
            left join lateral (%2$s and m.sender = r.sender order by position limit 1) sf on true
            order by r.request, r.message, r.found_id
            """
                    .formatted(KnownDevices.CREATED, QUEUE);

    private final DatabaseClient database;

    RecipientRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Wish(int request, int message, String sender, Addressed addressed) {}

    /**
     * The devices that exist of those that are named, each once a request, in the order of the
     * requests: one that is named goes before one that {@code *} stands for. Relies on the primary
     * keys of device and to_device_message, and on to_device_message_of_sender.
     */
    Mono<List<Recipient>> find(List<SendRequest> batch) {
        List<Wish> wishes = wishes(batch);
        return wishes.isEmpty() ? Mono.just(List.of()) : query(wishes);
    }

    private static List<Wish> wishes(List<SendRequest> batch) {
        List<Wish> wishes = new ArrayList<>();
        for (int request = 0; request < batch.size(); request++) {
            List<Addressed> messages = batch.get(request).messages();
            String sender = batch.get(request).transaction().sender().value();
            for (int message = 0; message < messages.size(); message++) {
                wishes.add(new Wish(request, message, sender, messages.get(message)));
            }
        }
        return wishes;
    }

    private Mono<List<Recipient>> query(List<Wish> wishes) {
        return database.sql(RECIPIENTS)
                .bind("requests", wishes.stream().map(Wish::request).toArray(Integer[]::new))
                .bind("messages", wishes.stream().map(Wish::message).toArray(Integer[]::new))
                .bind("senders", texts(wishes, Wish::sender))
                .bind("users", texts(wishes, wish -> wish.addressed().userId().value()))
                .bind("devices", texts(wishes, wish -> wish.addressed().deviceId().value()))
                .map(RecipientRepository::recipient)
                .all()
                .collectList();
    }

    private static Recipient recipient(Readable row) {
        return new Recipient(
                (int) Rows.number(row, "request"),
                (int) Rows.number(row, "message"),
                new DeviceRef(
                        new UserId(Rows.text(row, "user_id")),
                        new DeviceId(Rows.text(row, "found_id"))),
                Rows.number(row, "created"),
                tally(row, "queue"),
                tally(row, "sender"));
    }

    private static Tally tally(Readable row, String whose) {
        return new Tally(
                Rows.number(row, whose + "_count"),
                Rows.number(row, whose + "_bytes"),
                Rows.number(row, whose + "_waiting"),
                Rows.number(row, whose + "_waiting_bytes"));
    }

    private static String[] texts(List<Wish> all, Function<Wish, String> read) {
        return all.stream().map(read).toArray(String[]::new);
    }
}
