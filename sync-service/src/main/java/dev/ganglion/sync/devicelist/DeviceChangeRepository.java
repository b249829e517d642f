package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.ring.StreamSource;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;

/** Reads auth-service's three tables of changes, which share their positions. */
@Repository
class DeviceChangeRepository implements StreamSource<DeviceChange> {
    private static final long WEIGHT_OF_FIELDS = 300;
    private static final long WEIGHT_OF_ROOM = 60;

    /** A user may be in thousands of rooms. */
    private static final int BATCH = 100;

    private static final String CHANGES =
            """
            select c.position, c.user_id, c.device_id, c.signer_user_id,
                   array(select m.room_nid
                         from rooms.room_member m
                         join rooms.room_state e
                           on e.room_nid = m.room_nid and e.type = 'm.room.encryption'
                           and e.state_key = '' and e.valid_to is null
                         where c.device_id is null and c.signer_user_id is null
                           and m.user_id = c.user_id and m.membership = 'join') as rooms
            from (
                (select position, user_id, null as device_id, null as signer_user_id
                 from auth.device_list_change
                 where position > :position
                 order by position
                 limit :limit)
                union all
                (select position, user_id, device_id, null
                 from auth.device_key_change
                 where position > :position
                 order by position
                 limit :limit)
                union all
                (select position, target_user_id, null, signer_user_id
                 from auth.user_signature_change
                 where position > :position
                 order by position
                 limit :limit)
                order by position
                limit :limit
            ) c
            order by c.position
            """;

    private final DatabaseClient database;

    DeviceChangeRepository(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> lastPosition() {
        return database.sql(
                        """
                        select greatest(
                            (select max(position) from auth.device_list_change),
                            (select max(position) from auth.device_key_change),
                            (select max(position) from auth.user_signature_change),
                            0) as position
                        """)
                .map(row -> Rows.number(row, "position"))
                .one();
    }

    /**
     * Whether there was such a position: the change that stood there may have moved on or gone with
     * its device.
     */
    Mono<Boolean> wasThere(long position) {
        return database.sql(
                        """
                        select is_called and last_value >= :position as was_there
                        from auth.device_list_position
                        """)
                .bind("position", position)
                .map(row -> Boolean.TRUE.equals(row.get("was_there", Boolean.class)))
                .one();
    }

    /**
     * With the encrypted rooms of each user, so that no reader has to ask for them. Relies on the
     * unique positions of the tables, room_member_of_user and room_state_current.
     */
    @Override
    public Mono<List<DeviceChange>> after(long position, int limit) {
        return database.sql(CHANGES)
                .bind("position", position)
                .bind("limit", limit)
                .map(DeviceChangeRepository::read)
                .all()
                .collectList();
    }

    @Override
    public long positionOf(DeviceChange change) {
        return change.position();
    }

    @Override
    public long weightOf(DeviceChange change) {
        return switch (change) {
            case DeviceChange.OfList list ->
                    WEIGHT_OF_FIELDS + WEIGHT_OF_ROOM * list.rooms().size();
            case DeviceChange.OfKeyCount _, DeviceChange.OfSignature _ -> WEIGHT_OF_FIELDS;
        };
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    private static DeviceChange read(Readable row) {
        long position = Rows.number(row, "position");
        UserId user = new UserId(Rows.text(row, "user_id"));
        String device = row.get("device_id", String.class);
        if (device != null) {
            return new DeviceChange.OfKeyCount(position, new DeviceRef(user, new DeviceId(device)));
        }
        String signer = row.get("signer_user_id", String.class);
        if (signer != null) {
            return new DeviceChange.OfSignature(position, user, new UserId(signer));
        }
        Long[] rooms = row.get("rooms", Long[].class);
        return new DeviceChange.OfList(position, user, rooms == null ? Set.of() : Set.of(rooms));
    }
}
