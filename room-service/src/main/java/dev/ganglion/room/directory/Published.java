package dev.ganglion.room.directory;

import dev.ganglion.protocol.identifier.RoomId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Which rooms stand in the directory, for other capabilities. */
@Service
public class Published {
    private final DirectoryRepository directory;
    private final NetworkRoomRepository networkRooms;

    Published(DirectoryRepository directory, NetworkRoomRepository networkRooms) {
        this.directory = directory;
        this.networkRooms = networkRooms;
    }

    /** Whether the room stands there; false too for rooms that do not exist. */
    public Mono<Boolean> contains(RoomId room) {
        return directory.findIsPublished(room).defaultIfEmpty(false);
    }

    /** Takes a room out of the directory and out of those of networks, if it is there. */
    public Mono<Void> withdraw(RoomId room) {
        return directory.setPublished(room, false).then(networkRooms.removeAll(room));
    }

    /** The place of one room, if it has any, is another's from now on. */
    public Mono<Void> handOver(RoomId from, RoomId to) {
        return directory.handOver(from, to);
    }
}
