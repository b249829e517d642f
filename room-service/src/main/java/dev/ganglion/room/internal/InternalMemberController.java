package dev.ganglion.room.internal;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.membership.AllowedRooms;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;

/** Tells auth-service, which lets people into calls, whether somebody is in a room. */
@RestController
class InternalMemberController {
    private final AllowedRooms rooms;

    InternalMemberController(AllowedRooms rooms) {
        this.rooms = rooms;
    }

    record MemberState(boolean isJoined) {}

    /** A room that this server does not know has no members. */
    @GetMapping("/internal/rooms/{roomId}/members/{userId}")
    Mono<MemberState> get(
            ServiceCaller caller, @PathVariable RoomId roomId, @PathVariable UserId userId) {
        caller.mustBe("auth");
        return rooms.joinedAmong(userId, List.of(roomId.value()))
                .map(joined -> new MemberState(!joined.isEmpty()));
    }
}
