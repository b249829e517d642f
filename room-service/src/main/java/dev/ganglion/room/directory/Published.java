package dev.ganglion.room.directory;

import dev.ganglion.protocol.identifier.RoomId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Which rooms stand in the directory, for other capabilities. */
@Service
public class Published {
    private final DirectoryRepository directory;

    Published(DirectoryRepository directory) {
        this.directory = directory;
    }

    /** Whether the room stands there; false too for rooms that do not exist. */
    public Mono<Boolean> contains(RoomId room) {
        return directory.findIsPublished(room).defaultIfEmpty(false);
    }

    /** The place of one room, if it has any, is another's from now on. */
    public Mono<Void> handOver(RoomId from, RoomId to) {
        return directory.handOver(from, to);
    }
}
