package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.ReceiptEvent;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.room.RoomSection.Extras;
import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.typing.Typing;
import dev.ganglion.sync.typing.TypingEvent;
import dev.ganglion.sync.unread.Unread;
import dev.ganglion.sync.unread.UnreadCounts;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Gets what comes with rooms besides events: receipts, typing, account data, unread counts. */
@Service
class RoomExtras {
    private final Receipts receipts;
    private final Typing typing;
    private final UnreadCounts unreadCounts;

    RoomExtras(Receipts receipts, Typing typing, UnreadCounts unreadCounts) {
        this.receipts = receipts;
        this.typing = typing;
        this.unreadCounts = unreadCounts;
    }

    /** What there is, by the number of the room. */
    static final class Found {
        private final Map<Long, List<Receipt>> receipts;
        private final Map<Long, List<UserId>> typing;
        private final Map<Long, List<AccountDatum>> accountData;
        private final Map<Long, Unread> unread = new HashMap<>();

        private Found(
                Map<Long, List<Receipt>> receipts,
                Map<Long, List<UserId>> typing,
                Map<Long, List<AccountDatum>> accountData) {
            this.receipts = receipts;
            this.typing = typing;
            this.accountData = accountData;
        }

        Set<Long> rooms() {
            Set<Long> rooms = new TreeSet<>(receipts.keySet());
            rooms.addAll(typing.keySet());
            rooms.addAll(accountData.keySet());
            return rooms;
        }

        Extras of(long roomNid, Optional<Summary> summary) {
            return new Extras(
                    summary,
                    Optional.ofNullable(unread.get(roomNid)),
                    receipts.getOrDefault(roomNid, List.of()),
                    Optional.ofNullable(typing.get(roomNid)),
                    accountData.getOrDefault(roomNid, List.of()));
        }
    }

    /**
     * All but the unread counts.
     *
     * @param accountData of rooms, by their numbers
     */
    Mono<Found> load(SyncContext context, Plan plan, Map<Long, List<AccountDatum>> accountData) {
        EventFilter filter = context.filter().ephemeral();
        return receipts(context, plan)
                .map(
                        found ->
                                new Found(
                                        found.stream()
                                                .filter(
                                                        receipt ->
                                                                !context.ignored()
                                                                        .contains(receipt.userId()))
                                                .filter(
                                                        receipt ->
                                                                filter.allows(
                                                                        ReceiptEvent.TYPE,
                                                                        receipt.userId().value()))
                                                .collect(Collectors.groupingBy(Receipt::roomNid)),
                                        filter.allowsType(TypingEvent.TYPE)
                                                ? typing(context, plan)
                                                : Map.of(),
                                        accountData));
    }

    /** For rooms with new events and for rooms that the user has read further. */
    Mono<Found> count(SyncContext context, Plan plan, Map<Long, Timeline> timelines, Found found) {
        Map<Long, List<TimelineEvent>> changed = new HashMap<>();
        for (RoomPlan room : plan.rooms()) {
            Timeline timeline = timelines.get(room.nid());
            boolean isTold = room.isFull() || (timeline != null && !timeline.events().isEmpty());
            if (isTold && !room.isLeft()) {
                changed.put(room.nid(), plan.recent().getOrDefault(room.nid(), List.of()));
            }
        }
        found.receipts.forEach(
                (room, ofRoom) -> {
                    if (ofRoom.stream()
                            .anyMatch(receipt -> receipt.userId().equals(context.user()))) {
                        changed.put(room, List.of());
                    }
                });
        return changed.isEmpty()
                ? Mono.just(found)
                : unreadCounts
                        .of(context.user(), changed, context.now().events())
                        .doOnNext(found.unread::putAll)
                        .thenReturn(found);
    }

    /** Of rooms new to the client all receipts, of the others the new ones. */
    private Mono<List<Receipt>> receipts(SyncContext context, Plan plan) {
        long since = context.since().map(SyncToken::receipts).orElse(0L);
        long now = context.now().receipts();
        boolean hasNewRooms =
                plan.rooms().stream().anyMatch(room -> room.isFull() && !room.isLeft());
        Optional<List<Receipt>> recent =
                hasNewRooms
                        ? Optional.empty()
                        : receipts.recent(
                                since, now, room -> isWanted(context, room), context.user());
        return recent.map(Mono::just).orElseGet(() -> storedReceipts(context, plan, since));
    }

    private Mono<List<Receipt>> storedReceipts(SyncContext context, Plan plan, long since) {
        Map<Long, Long> after = new HashMap<>();
        context.rooms().joined().stream()
                .map(member -> member.room().nid())
                .filter(room -> isWanted(context, room))
                .forEach(room -> after.put(room, since));
        plan.rooms().stream()
                .filter(room -> isEntered(context, room))
                .forEach(room -> after.put(room.nid(), 0L));
        return receipts.ofRooms(after, context.now().receipts(), context.user());
    }

    private Map<Long, List<UserId>> typing(SyncContext context, Plan plan) {
        Map<Long, List<UserId>> found =
                new HashMap<>(
                        context.since()
                                .map(
                                        since ->
                                                typing.changedSince(
                                                        since.typing(),
                                                        room -> isWanted(context, room)))
                                .orElseGet(() -> typing.now(room -> isWanted(context, room))));
        Set<Long> entered =
                plan.rooms().stream()
                        .filter(room -> isEntered(context, room))
                        .map(RoomPlan::nid)
                        .collect(Collectors.toSet());
        found.putAll(typing.now(entered::contains));
        found.replaceAll((room, users) -> context.notIgnored(users));
        return found;
    }

    /** Whether the client has none of what is ephemeral in a room, and wants it. */
    private static boolean isEntered(SyncContext context, RoomPlan room) {
        return room.isFull()
                && !room.isLeft()
                && context.filter().ephemeral().allowsRoom(room.room().id().value());
    }

    private static boolean isWanted(SyncContext context, long roomNid) {
        return context.isWanted(roomNid, context.filter().ephemeral());
    }
}
