package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** What is done already. */
@Repository
class InheritanceRepository {
    private final DatabaseClient database;

    InheritanceRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Up to where the event stream has been read; begins with that position when it has not. */
    Mono<Long> progress(long beginning) {
        return database.sql(
                        """
                        with begun as (
                            insert into sync.inheritance_progress (position)
                            select :beginning
                            where not exists (select 1 from sync.inheritance_progress)
                            on conflict do nothing
                            returning position
                        )
                        select position from sync.inheritance_progress
                        union all
                        select position from begun
                        """)
                .bind("beginning", beginning)
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    /** Never goes back. */
    Mono<Void> advance(long position) {
        return database.sql(
                        """
                        update sync.inheritance_progress
                        set position = :position
                        where position < :position
                        """)
                .bind("position", position)
                .then();
    }

    Mono<Void> note(UserId user, Move move) {
        return database.sql(
                        """
                        insert into sync.inheritance (user_id, room_id)
                        values (:user, :room)
                        on conflict do nothing
                        """)
                .bind("user", user.value())
                .bind("room", move.to().value())
                .then();
    }
}
