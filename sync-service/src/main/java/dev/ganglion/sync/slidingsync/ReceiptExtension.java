package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.ReceiptEvent;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.room.Timeline;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The extension {@code receipts}. A room that is told first comes with the reader's own receipts
 * and those of the events in its timeline; one that is in no window any more catches up when it is
 * in one again.
 */
@Component
class ReceiptExtension {
    private final Receipts receipts;

    ReceiptExtension(Receipts receipts) {
        this.receipts = receipts;
    }

    Mono<Extension> of(Look look, Scope scope, Told told, Covered covered) {
        Set<Long> wanted = new HashSet<>();
        for (long room : look.wanted().keySet()) {
            if (look.isIn(scope, room) && covered.find(room).isPresent()) {
                wanted.add(room);
            }
        }
        Optional<List<Receipt>> recent = recent(look);
        Map<Long, Long> after = behind(look, wanted, recent.isPresent(), covered);
        return receipts.ofRooms(after, look.context().now().receipts(), look.context().user())
                .map(
                        stored -> {
                            Map<Long, List<Receipt>> found =
                                    stored.stream()
                                            .filter(each -> !isIgnored(look, each))
                                            .filter(each -> isTold(each, look, told, covered))
                                            .collect(Collectors.groupingBy(Receipt::roomNid));
                            recent.orElse(List.of()).stream()
                                    .filter(each -> wanted.contains(each.roomNid()))
                                    .filter(each -> !after.containsKey(each.roomNid()))
                                    .filter(each -> !isIgnored(look, each))
                                    .forEach(
                                            each ->
                                                    found.computeIfAbsent(
                                                                    each.roomNid(),
                                                                    _ -> new ArrayList<>())
                                                            .add(each));
                            mark(look, wanted, recent, covered);
                            return answer(look, found);
                        });
    }

    /** Since the client's token, if they are in memory. */
    private Optional<List<Receipt>> recent(Look look) {
        return look.question()
                .since()
                .flatMap(
                        since ->
                                receipts.recent(
                                        since.receipts(),
                                        look.context().now().receipts(),
                                        look.context().rooms()::isJoined,
                                        look.context().user()));
    }

    /** From where on the receipts of rooms have to be read. */
    private static Map<Long, Long> behind(
            Look look, Set<Long> wanted, boolean isInMemory, Covered covered) {
        long since = look.question().since().map(SyncToken::receipts).orElse(0L);
        Map<Long, Long> after = new HashMap<>();
        for (long room : wanted) {
            long upTo = covered.find(room).orElseThrow().receiptsUpTo();
            if (upTo != SentRoom.LIVE) {
                after.put(room, upTo);
            } else if (!isInMemory) {
                after.put(room, since);
            }
        }
        return after;
    }

    private static boolean isIgnored(Look look, Receipt receipt) {
        return look.context().ignored().contains(receipt.userId());
    }

    private static boolean isTold(Receipt receipt, Look look, Told told, Covered covered) {
        boolean isFirst = covered.find(receipt.roomNid()).orElseThrow().receiptsUpTo() == 0;
        return !isFirst
                || receipt.userId().equals(look.context().user())
                || receipt.eventPosition() >= start(told, receipt.roomNid());
    }

    private static long start(Told told, long roomNid) {
        return Optional.ofNullable(told.timelines().get(roomNid)).map(Timeline::start).orElse(0L);
    }

    /** Rooms outside of the windows miss what is new, and remember from where on. */
    private static void mark(
            Look look, Set<Long> wanted, Optional<List<Receipt>> recent, Covered covered) {
        for (long room : wanted) {
            SentRoom sent = covered.find(room).orElseThrow();
            covered.put(room, sent.extended(SentRoom.LIVE, sent.accountDataUpTo()));
        }
        long since = Math.max(1, look.question().since().map(SyncToken::receipts).orElse(0L));
        Set<Long> missed =
                recent.map(all -> all.stream().map(Receipt::roomNid).collect(Collectors.toSet()))
                        .orElseGet(() -> look.question().connection().rooms().keySet());
        for (long room : missed) {
            if (!wanted.contains(room)) {
                covered.find(room)
                        .filter(sent -> sent.receiptsUpTo() == SentRoom.LIVE)
                        .ifPresent(
                                sent ->
                                        covered.put(
                                                room,
                                                sent.extended(since, sent.accountDataUpTo())));
            }
        }
    }

    private static Extension answer(Look look, Map<Long, List<Receipt>> found) {
        Map<String, List<Receipt>> rooms = new TreeMap<>();
        found.forEach(
                (room, all) ->
                        rooms.put(Objects.requireNonNull(look.wanted().get(room)).id(), all));
        return new Extension("receipts", rooms.isEmpty(), out -> write(out, rooms));
    }

    private static void write(JsonBytes out, Map<String, List<Receipt>> rooms) {
        out.beginObject().key("rooms").beginObject();
        rooms.forEach((room, all) -> ReceiptEvent.writeAsOne(out.key(room), all));
        out.endObject().endObject();
    }
}
