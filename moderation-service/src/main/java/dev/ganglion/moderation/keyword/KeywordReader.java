package dev.ganglion.moderation.keyword;

import dev.ganglion.moderation.alert.Alert;
import dev.ganglion.moderation.alert.Alerts;
import dev.ganglion.moderation.alert.ModerationUser;
import dev.ganglion.moderation.policy.ActivePolicy;
import dev.ganglion.moderation.policy.CurrentPolicy;
import dev.ganglion.moderation.wording.EventText;
import dev.ganglion.protocol.event.EventTypes;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads a stretch of the event stream, and stores its alerts together with how far it came. */
@Component
class KeywordReader {
    private static final int PAGE = 500;
    private static final int EXCERPT_LENGTH = 300;

    private final CurrentPolicy policies;
    private final EventRepository events;
    private final Alerts alerts;
    private final ModerationUser moderation;
    private final TransactionalOperator transaction;

    KeywordReader(
            CurrentPolicy policies,
            EventRepository events,
            Alerts alerts,
            ModerationUser moderation,
            TransactionalOperator transaction) {
        this.policies = policies;
        this.events = events;
        this.alerts = alerts;
        this.moderation = moderation;
        this.transaction = transaction;
    }

    /** Reads what lies after {@code from}, up to and including {@code to}. */
    Mono<Void> read(long from, long to) {
        return policies.get()
                .filter(ActivePolicy::isWatching)
                .flatMap(policy -> read(policy, Math.max(from, policy.alertsAfter()), to));
    }

    private Mono<Void> read(ActivePolicy policy, long from, long to) {
        return readPage(policy, from, to)
                .expand(reached -> reached < to ? readPage(policy, reached, to) : Mono.empty())
                .then();
    }

    /** Answers how far it came. */
    private Mono<Long> readPage(ActivePolicy policy, long from, long to) {
        return events.list(from, to, PAGE)
                .collectList()
                .flatMap(page -> store(policy, page, reached(page, to)));
    }

    private static long reached(List<WatchedEvent> page, long to) {
        return page.size() < PAGE ? to : page.getLast().position();
    }

    private Mono<Long> store(ActivePolicy policy, List<WatchedEvent> page, long reached) {
        List<Alert> found = page.stream().flatMap(event -> alert(policy, event).stream()).toList();
        return alerts.raise(found)
                .then(events.saveCursor(reached))
                .as(transaction::transactional)
                .thenReturn(reached);
    }

    /** Alerts quote what they are about: they must not raise alerts themselves. */
    private Optional<Alert> alert(ActivePolicy policy, WatchedEvent event) {
        if (moderation.userId().value().equals(event.sender())) {
            return Optional.empty();
        }
        List<String> texts = EventText.of(event.type(), event.content());
        Set<String> words = policy.alertKeywords().foundIn(texts);
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Alert(
                                source(event, texts),
                                words(event, words, firstHit(policy, texts))));
    }

    /**
     * A membership says the same again in each of its user's rooms and at every change of the
     * profile: the moderators hear it once.
     */
    private static String source(WatchedEvent event, List<String> texts) {
        if (!event.type().equals(EventTypes.MEMBER)) {
            return "event-" + event.position();
        }
        String said = event.sender() + "\n" + String.join("\n", texts);
        return "member-" + UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
    }

    /** The first text that holds any of the words. */
    private static String firstHit(ActivePolicy policy, List<String> texts) {
        return texts.stream()
                .filter(text -> policy.alertKeywords().anyIn(List.of(text)).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static String words(WatchedEvent event, Set<String> words, String text) {
        int[] excerpt = text.codePoints().limit(EXCERPT_LENGTH).toArray();
        return "%s wrote \"%s\" in room %s, event %s: %s"
                .formatted(
                        event.sender(),
                        String.join("\", \"", words),
                        event.roomId(),
                        event.eventId(),
                        new String(excerpt, 0, excerpt.length));
    }
}
