package dev.ganglion.sync.notifications;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

@RestController
class NotificationsController {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final String HIGHLIGHT = "highlight";

    private final Notifications notifications;

    NotificationsController(Notifications notifications) {
        this.notifications = notifications;
    }

    /** Client-server API, "Listing notifications". Whatever else {@code only} says is no filter. */
    @GetMapping("/_matrix/client/v3/notifications")
    Mono<RawJson> list(
            Requester requester,
            @RequestParam Optional<String> from,
            @RequestParam Optional<Integer> limit,
            @RequestParam Optional<String> only) {
        int wanted = limit.orElse(DEFAULT_LIMIT);
        if (wanted < 1) {
            return Mono.error(MatrixException.invalidParam("limit must be above zero"));
        }
        return notifications
                .page(
                        new Notifications.Question(
                                requester.userId(),
                                from.map(PageToken::parse).orElse(PageToken.BEGINNING),
                                Math.min(wanted, MAX_LIMIT),
                                only.equals(Optional.of(HIGHLIGHT))))
                .map(NotificationPage::json);
    }
}
