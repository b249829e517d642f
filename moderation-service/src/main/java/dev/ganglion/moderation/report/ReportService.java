package dev.ganglion.moderation.report;

import dev.ganglion.moderation.alert.Alert;
import dev.ganglion.moderation.alert.Alerts;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.List;

/**
 * Stores a report together with the alert that tells of it. To report the same again is as good as
 * the first time, but the moderators are told once.
 */
@Service
class ReportService {
    private final ReportRepository reports;
    private final Alerts alerts;
    private final TransactionalOperator transaction;
    private final Clock clock;

    ReportService(
            ReportRepository reports,
            Alerts alerts,
            TransactionalOperator transaction,
            Clock clock) {
        this.reports = reports;
        this.alerts = alerts;
        this.transaction = transaction;
        this.clock = clock;
    }

    Mono<Void> file(Report report) {
        return exists(report)
                .filter(exists -> exists)
                .switchIfEmpty(Mono.error(() -> notFound(report)))
                .flatMap(_ -> store(report).as(transaction::transactional));
    }

    private Mono<Void> store(Report report) {
        return reports.add(report, clock.instant())
                .map(number -> new Alert("report-" + number, report.words()))
                .flatMap(alert -> alerts.raise(List.of(alert)));
    }

    /** Whether a user exists is not told: any well-formed ID can be reported. */
    private Mono<Boolean> exists(Report report) {
        return switch (report.subject()) {
            case Report.ReportedEvent event -> reports.isEventSeenBy(report.reporter(), event);
            case Report.ReportedRoom room -> reports.isRoom(room);
            case Report.ReportedUser _ -> Mono.just(true);
        };
    }

    private static MatrixException notFound(Report report) {
        return report.subject() instanceof Report.ReportedEvent
                ? MatrixException.notFound(
                        "The event was not found or you are not joined to the room")
                : MatrixException.notFound("The room was not found");
    }
}
