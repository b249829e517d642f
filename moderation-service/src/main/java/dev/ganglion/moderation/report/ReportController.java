package dev.ganglion.moderation.report;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Reporting content". */
@RestController
class ReportController {
    private static final int MAX_REASON_LENGTH = 10_000;

    private final ReportService reports;

    ReportController(ReportService reports) {
        this.reports = reports;
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/report/{eventId}")
    Mono<EmptyResponse> reportEvent(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @RequestBody JsonObject body) {
        return file(requester, new Report.ReportedEvent(roomId, eventId), reason(body));
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/report")
    Mono<EmptyResponse> reportRoom(
            Requester requester, @PathVariable RoomId roomId, @RequestBody JsonObject body) {
        return file(requester, new Report.ReportedRoom(roomId), requiredReason(body));
    }

    @PostMapping("/_matrix/client/v3/users/{userId}/report")
    Mono<EmptyResponse> reportUser(
            Requester requester, @PathVariable UserId userId, @RequestBody JsonObject body) {
        return file(requester, new Report.ReportedUser(userId), requiredReason(body));
    }

    private Mono<EmptyResponse> file(
            Requester requester, Report.Subject subject, Optional<String> reason) {
        return reports.file(new Report(requester.userId(), subject, reason))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private static Optional<String> requiredReason(JsonObject body) {
        Optional<String> reason = reason(body);
        if (reason.isEmpty()) {
            throw MatrixException.missingParam("reason");
        }
        return reason;
    }

    private static Optional<String> reason(JsonObject body) {
        return switch (body.get("reason").orElse(JsonNull.NULL)) {
            case JsonNull _ -> Optional.empty();
            case JsonString(String reason) when reason.length() <= MAX_REASON_LENGTH ->
                    Optional.of(reason);
            case JsonString _ -> throw MatrixException.tooLarge("The reason is too long");
            default -> throw MatrixException.badJson("The reason is a string");
        };
    }
}
