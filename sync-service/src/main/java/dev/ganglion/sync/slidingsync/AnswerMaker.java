package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.Snapshot;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.response.Streams;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.room.SyncContexts;
import dev.ganglion.sync.roomlist.ListRequest;
import dev.ganglion.sync.roomlist.RoomLists;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts one answer together. Nothing is stored by that. */
@Service
class AnswerMaker {
    private static final Options OPTIONS = new Options(false, false);

    private final Streams streams;
    private final RoomLists lists;
    private final TaskPlanner planner;
    private final RoomTeller teller;
    private final Extensions extensions;
    private final Receipts receipts;
    private final SyncContexts contexts;

    AnswerMaker(
            Streams streams,
            RoomLists lists,
            TaskPlanner planner,
            RoomTeller teller,
            Extensions extensions,
            Receipts receipts,
            SyncContexts contexts) {
        this.streams = streams;
        this.lists = lists;
        this.planner = planner;
        this.teller = teller;
        this.extensions = extensions;
        this.receipts = receipts;
        this.contexts = contexts;
    }

    Mono<Answer> make(Question question, Snapshot snapshot) {
        Requester requester = question.requester();
        SyncToken now = streams.now(snapshot.position());
        return contexts.of(
                        requester,
                        SyncFilter.EVERYTHING,
                        OPTIONS,
                        question.since(),
                        now,
                        snapshot.rooms())
                .flatMap(context -> look(question, context))
                .flatMap(this::answer);
    }

    private Mono<Look> look(Question question, SyncContext context) {
        return lists.of(
                        context.user(),
                        context.rooms(),
                        requests(question),
                        context.now().accountData())
                .map(overview -> Look.of(question, context, overview));
    }

    private static Map<String, ListRequest> requests(Question question) {
        Map<String, ListRequest> requests = new HashMap<>();
        question.request().lists().forEach((name, list) -> requests.put(name, list.list()));
        return requests;
    }

    private Mono<Answer> answer(Look look) {
        return read(look)
                .flatMap(read -> planner.plan(look, read))
                .flatMap(tasks -> teller.tell(look, tasks))
                .flatMap(told -> answer(look, told));
    }

    private Mono<Answer> answer(Look look, Told told) {
        Map<Long, SentRoom> before = look.question().connection().rooms();
        Covered covered = new Covered(before, told.changes());
        return extensions
                .of(look, told, covered)
                .map(
                        extended ->
                                new Answer(
                                        look.question().request().txnId(),
                                        counts(look),
                                        told.rooms(),
                                        extended.extensions(),
                                        covered.changes(),
                                        look.context().now(),
                                        extended.threadSubscriptions()));
    }

    private static Map<String, Integer> counts(Look look) {
        return look.overview().lists().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, list -> list.getValue().count()));
    }

    /** The rooms that the user has read further: their counts have changed. */
    private Mono<Set<Long>> read(Look look) {
        Set<Long> told = look.question().connection().rooms().keySet();
        return look.question()
                .since()
                .filter(_ -> !told.isEmpty())
                .map(since -> read(look, told, since.receipts()))
                .orElseGet(() -> Mono.just(Set.of()));
    }

    private Mono<Set<Long>> read(Look look, Set<Long> told, long since) {
        UserId user = look.context().user();
        long now = look.context().now().receipts();
        return receipts.recent(since, now, told::contains, user)
                .map(recent -> Mono.just(ownRooms(recent, user)))
                .orElseGet(() -> receipts.roomsReadBy(user, told, since, now));
    }

    private static Set<Long> ownRooms(List<Receipt> recent, UserId user) {
        return recent.stream()
                .filter(receipt -> receipt.userId().equals(user))
                .map(Receipt::roomNid)
                .collect(Collectors.toSet());
    }
}
