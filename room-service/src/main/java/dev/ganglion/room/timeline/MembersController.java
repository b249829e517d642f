package dev.ganglion.room.timeline;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.visibility.ReadingPoints;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.RawJson;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Client-server API, "Getting events for a room" and "Room membership": who is in a room, and in
 * which rooms one is.
 */
@RestController
class MembersController {
    private final MembersService members;
    private final JoinedRepository joined;
    private final ReadingPoints readingPoints;

    MembersController(
            MembersService members, JoinedRepository joined, ReadingPoints readingPoints) {
        this.members = members;
        this.joined = joined;
        this.readingPoints = readingPoints;
    }

    record MemberEvents(List<RawJson> chunk) {}

    record JoinedMembers(Map<String, JoinedMember> joined) {}

    record JoinedMember(
            @JsonProperty("display_name") Optional<String> displayName,
            @JsonProperty("avatar_url") Optional<String> avatarUrl) {}

    record JoinedRooms(List<String> joinedRooms) {}

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/members")
    Mono<MemberEvents> members(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(name = "membership", required = false) @Nullable String membership,
            @RequestParam(name = "not_membership", required = false)
                    @Nullable String notMembership) {
        MemberFilter filter = new MemberFilter(optional(membership), optional(notMembership));
        Optional<PaginationToken> place = Optional.ofNullable(at).map(PaginationToken::parse);
        return members.list(requester, roomId, place, filter).map(MemberEvents::new);
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/joined_members")
    Mono<JoinedMembers> joinedMembers(Requester requester, @PathVariable RoomId roomId) {
        return readingPoints
                .mustBeJoined(roomId, requester.userId())
                .flatMap(head -> joined.members(head.identity()))
                // A head that is behind may count somebody in who has been put out elsewhere.
                .filter(all -> all.containsKey(requester.userId().value()))
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom))
                .map(JoinedMembers::new);
    }

    @GetMapping("/_matrix/client/v3/joined_rooms")
    Mono<JoinedRooms> joinedRooms(Requester requester) {
        return joined.listRooms(requester.userId()).collectList().map(JoinedRooms::new);
    }

    private static Optional<Membership> optional(@Nullable String membership) {
        return Optional.ofNullable(membership)
                .map(
                        value ->
                                Membership.find(value)
                                        .orElseThrow(
                                                () ->
                                                        MatrixException.invalidParam(
                                                                "There is no membership of that name")));
    }
}
