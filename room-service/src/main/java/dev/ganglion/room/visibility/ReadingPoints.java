package dev.ganglion.room.visibility;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.Set;

/**
 * Decides from the membership and the history visibility how far a user sees into a room. A room
 * that does not exist and a room that the user may not see are refused in the same words.
 */
@Service
public class ReadingPoints {
    /** Who went in and out more often since the last stay has never been inside. */
    private static final int MOST_CHANGES = 10_000;

    private final RoomHeads heads;
    private final DatabaseClient database;

    ReadingPoints(RoomHeads heads, DatabaseClient database) {
        this.heads = heads;
        this.database = database;
    }

    /** {@code M_FORBIDDEN} for whoever sees nothing. */
    public Mono<ReadingPoint> of(RoomId roomId, UserId user) {
        StateKeyTuple member = StateKeyTuple.member(user);
        return heads.get(roomId, Set.of(member, StateKeyTuple.HISTORY_VISIBILITY))
                .flatMap(head -> decide(head, user, member));
    }

    /** Refuses whoever is not in the room now. */
    public Mono<RoomHead> mustBeJoined(RoomId roomId, UserId user) {
        return heads.get(roomId, Set.of(StateKeyTuple.member(user)))
                .filter(head -> head.membershipOf(user) == Membership.JOIN)
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    private Mono<ReadingPoint> decide(RoomHead head, UserId user, StateKeyTuple member) {
        ReadingPoint now = new ReadingPoint.Now(head.identity());
        if (head.membershipOf(user) == Membership.JOIN || isWorldReadable(head)) {
            return Mono.just(now);
        }
        return Mono.justOrEmpty(head.stateEvent(member))
                .filter(
                        left ->
                                Membership.of(left.event())
                                        .filter(
                                                membership ->
                                                        membership == Membership.LEAVE
                                                                || membership == Membership.BAN)
                                        .isPresent())
                .flatMap(left -> findEndOfLastStay(head, user, left.position()))
                .<ReadingPoint>map(
                        position -> new ReadingPoint.AtLeaving(head.identity(), position))
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    private static boolean isWorldReadable(RoomHead head) {
        return head.get(StateKeyTuple.HISTORY_VISIBILITY)
                .map(HistoryVisibility::of)
                .filter(HistoryVisibility.WORLD_READABLE::equals)
                .isPresent();
    }

    /**
     * Where the first event that put the user out of the room stands. Whatever follows it without
     * another join (a knock taken back, an invitation turned down, a ban, its end) opens nothing.
     * Empty for somebody who turned down an invitation, and so has left too but never saw the room,
     * and for somebody who has forgotten the room. Relies on the primary keys of room_member and
     * room_state.
     *
     * @param otherwise the answer when the user is inside by now, unknown yet to the head
     */
    private Mono<Long> findEndOfLastStay(RoomHead head, UserId user, long otherwise) {
        return database.sql(
                        """
                        select coalesce(stay.valid_to, :otherwise) as ended_at
                        from rooms.room_member m
                        cross join lateral (
                            select s.valid_from, s.valid_to, s.type, s.word, s.event_position
                            from rooms.room_state s
                            where s.room_nid = m.room_nid and s.type = 'm.room.member' and s.state_key = m.user_id
                            order by s.valid_from desc
                            limit :mostChanges) as stay
                        where m.room_nid = :room
                          and m.user_id = :user
                          and not m.is_forgotten
                          and coalesce(stay.word, (
                                  select rooms.word_of_state(stay.type, e.json)
                                  from rooms.event e
                                  where e.position = stay.event_position)) = 'join'
                        order by stay.valid_from desc
                        limit 1
                        """)
                .bind("room", head.identity().nid().value())
                .bind("user", user.value())
                .bind("otherwise", otherwise)
                .bind("mostChanges", MOST_CHANGES)
                .map(row -> Objects.requireNonNull(row.get("ended_at", Long.class)))
                .one();
    }
}
