package dev.ganglion.room.directory;

import dev.ganglion.protocol.identifier.RoomId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/**
 * The rooms in networks' directories. All statements rely on room (room_id) and the primary key.
 */
@Repository
class NetworkRoomRepository {
    private final DatabaseClient database;

    NetworkRoomRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(NetworkRoom room) {
        return database.sql(
                        """
                        insert into rooms.network_room (room_nid, application_service, network_id)
                        select r.room_nid, :applicationService, :networkId
                        from rooms.room r
                        where r.room_id = :roomId
                        on conflict do nothing
                        """)
                .bind("roomId", room.roomId().value())
                .bind("applicationService", room.applicationService())
                .bind("networkId", room.networkId())
                .then();
    }

    Mono<Void> remove(NetworkRoom room) {
        return database.sql(
                        """
                        delete from rooms.network_room n
                        using rooms.room r
                        where r.room_id = :roomId
                          and n.room_nid = r.room_nid
                          and n.application_service = :applicationService
                          and n.network_id = :networkId
                        """)
                .bind("roomId", room.roomId().value())
                .bind("applicationService", room.applicationService())
                .bind("networkId", room.networkId())
                .then();
    }

    Mono<Void> removeAll(RoomId room) {
        return database.sql(
                        """
                        delete from rooms.network_room n
                        using rooms.room r
                        where r.room_id = :roomId and n.room_nid = r.room_nid
                        """)
                .bind("roomId", room.value())
                .then();
    }
}
