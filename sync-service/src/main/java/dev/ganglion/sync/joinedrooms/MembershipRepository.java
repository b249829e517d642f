package dev.ganglion.sync.joinedrooms;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads memberships. */
@Repository
class MembershipRepository {
    private final DatabaseClient database;

    MembershipRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Memberships, exact as of a position. */
    record Loaded(long asOf, RoomsOfUser rooms) {}

    private record Row(long asOf, Optional<Member> member) {}

    /**
     * Position and memberships out of one snapshot of the database. Relies on room_member_of_user.
     */
    Mono<Loaded> load(UserId user) {
        return database.sql(
                        """
                        select now.position as as_of, m.room_nid, r.room_id, m.membership, m.event_position,
                               case when m.membership = 'invite' then (
                                   select e.sender from rooms.event e where e.position = m.event_position
                               ) end as inviter
                        from (select coalesce(max(position), 0) as position from rooms.event) now
                        left join (
                            rooms.room_member m join rooms.room r on r.room_nid = m.room_nid
                        ) on m.user_id = :user and m.membership in ('join', 'invite', 'knock')
                        """)
                .bind("user", user.value())
                .map(MembershipRepository::row)
                .all()
                .collectList()
                .map(MembershipRepository::loaded);
    }

    private static Row row(Readable row) {
        long asOf = Objects.requireNonNull(row.get("as_of", Long.class));
        Long nid = row.get("room_nid", Long.class);
        return new Row(asOf, Optional.ofNullable(nid).map(room -> member(row, room)));
    }

    private static Member member(Readable row, long nid) {
        return new Member(
                new RoomRef(
                        nid, new RoomId(Objects.requireNonNull(row.get("room_id", String.class)))),
                Membership.find(Objects.requireNonNull(row.get("membership", String.class)))
                        .orElseThrow(),
                Objects.requireNonNull(row.get("event_position", Long.class)),
                Optional.ofNullable(row.get("inviter", String.class)).map(UserId::new));
    }

    private static Loaded loaded(List<Row> rows) {
        Map<Long, Member> byRoom = new HashMap<>();
        rows.forEach(
                row -> row.member().ifPresent(member -> byRoom.put(member.room().nid(), member)));
        return new Loaded(rows.getFirst().asOf(), new RoomsOfUser(byRoom));
    }
}
