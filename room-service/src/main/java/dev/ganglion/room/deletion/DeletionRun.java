package dev.ganglion.room.deletion;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.room.directory.Published;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Does the deletions that were asked for. Every step may be done twice: whoever takes over from a
 * replica that was killed begins with the first.
 */
@Service
class DeletionRun {
    private static final Logger log = LoggerFactory.getLogger(DeletionRun.class);
    private static final int MAX_ATTEMPTS = 10;
    private static final int CONFLICT = 409;
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final DeletionRepository deletions;
    private final NoticeRoom notices;
    private final Evacuation evacuation;
    private final Aliases aliases;
    private final Published published;
    private final RoomContents contents;

    DeletionRun(
            DeletionRepository deletions,
            NoticeRoom notices,
            Evacuation evacuation,
            Aliases aliases,
            Published published,
            RoomContents contents) {
        this.deletions = deletions;
        this.notices = notices;
        this.evacuation = evacuation;
        this.aliases = aliases;
        this.published = published;
        this.contents = contents;
    }

    /** Completes when all that are under way are done, or have failed for now. */
    Mono<Void> round() {
        return deletions
                .listActive()
                .collectList()
                .filter(active -> !active.isEmpty())
                .flatMap(this::runAll);
    }

    /** What is long over is forgotten when there is something new. */
    private Mono<Void> runAll(List<Deletion> active) {
        return Flux.fromIterable(active).concatMap(this::run).then(deletions.forget(REMEMBERED));
    }

    private Mono<Void> run(Deletion deletion) {
        return notices.opened(deletion)
                .delayUntil(evacuation::run)
                .delayUntil(this::takeNames)
                .delayUntil(contents::delete)
                .flatMap(deletions::complete)
                .onErrorResume(failure -> failed(deletion, failure));
    }

    private Mono<Void> takeNames(Deletion deletion) {
        return aliases.listOf(deletion.roomId())
                .flatMap(names -> deletions.noteAliases(deletion, names))
                .then(aliases.redirectAll(deletion.roomId(), deletion.newRoomId()))
                .then(published.withdraw(deletion.roomId()));
    }

    private Mono<Void> failed(Deletion deletion, Throwable failure) {
        log.warn(
                "The deletion {} of {} did not get through",
                deletion.deleteId(),
                deletion.roomId(),
                failure);
        boolean isFinal =
                failure instanceof MatrixException refusal
                        && MatrixException.isRefusal(refusal)
                        && refusal.status() != CONFLICT;
        return deletions.fail(
                deletion, String.valueOf(failure.getMessage()), isFinal ? 1 : MAX_ATTEMPTS);
    }
}
