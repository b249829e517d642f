package dev.ganglion.moderation.report;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

/** The rows of moderation.report, and what room-service publishes of the reported. */
@Repository
class ReportRepository {
    private final DatabaseClient database;

    ReportRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the unique IDs of rooms and events and on the primary key of memberships. */
    Mono<Boolean> isEventSeenBy(UserId user, Report.ReportedEvent subject) {
        return database.sql(
                        """
                        select exists (
                          select 1
                          from rooms.event
                          join rooms.room using (room_nid)
                          join rooms.room_member using (room_nid)
                          where event.event_id = :event and room.room_id = :room
                            and room_member.user_id = :user and room_member.membership = 'join'
                        ) as found
                        """)
                .bind("event", subject.event().value())
                .bind("room", subject.room().value())
                .bind("user", user.value())
                .map(row -> Objects.requireNonNull(row.get("found", Boolean.class)))
                .one();
    }

    /** Relies on the unique IDs of rooms. */
    Mono<Boolean> isRoom(Report.ReportedRoom subject) {
        return database.sql(
                        """
                        select exists (
                          select 1
                          from rooms.room
                          where room_id = :room
                        ) as found
                        """)
                .bind("room", subject.room().value())
                .map(row -> Objects.requireNonNull(row.get("found", Boolean.class)))
                .one();
    }

    /**
     * Answers the report's number; empty when this user has reported the subject before. Relies on
     * report_once.
     */
    Mono<Long> add(Report report, Instant now) {
        String room = null;
        String event = null;
        String user = null;
        switch (report.subject()) {
            case Report.ReportedEvent reported -> {
                room = reported.room().value();
                event = reported.event().value();
            }
            case Report.ReportedRoom reported -> room = reported.room().value();
            case Report.ReportedUser reported -> user = reported.user().value();
        }
        return database.sql(
                        """
                        insert into moderation.report (reporter, room_id, event_id, user_id, reason, created_at)
                        values (:reporter, :room, :event, :user, :reason, :now)
                        on conflict (reporter, user_id, room_id, event_id) do nothing
                        returning report_id
                        """)
                .bind("reporter", report.reporter().value())
                .bind("room", text(room))
                .bind("event", text(event))
                .bind("user", text(user))
                .bind("reason", text(report.reason().orElse(null)))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map(row -> Objects.requireNonNull(row.get("report_id", Long.class)))
                .one();
    }

    private static Parameter text(@Nullable String value) {
        return Parameters.in(R2dbcType.VARCHAR, value);
    }
}
