package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose devices a reader has to ask for anew. Changes of devices are told from memory; the database
 * is asked when somebody has entered or left one of the reader's encrypted rooms, or memory does
 * not reach back.
 */
@Service
public class DeviceLists {
    private static final Optional<Membership> JOINED = Optional.of(Membership.JOIN);

    private final DeviceChanges changes;
    private final EventStream events;
    private final EncryptedRooms encrypted;
    private final SharedRooms shared;

    DeviceLists(
            DeviceChanges changes,
            EventStream events,
            EncryptedRooms encrypted,
            SharedRooms shared) {
        this.changes = changes;
        this.events = events;
        this.encrypted = encrypted;
        this.shared = shared;
    }

    /**
     * What is new between two tokens.
     *
     * @param rooms the reader's rooms at the later one
     */
    public Mono<ChangedLists> between(
            UserId reader, SyncToken since, SyncToken now, RoomsOfUser rooms) {
        return Mono.zip(
                changed(reader, since.deviceLists(), now.deviceLists(), rooms),
                moved(reader, since.events(), now.events(), rooms),
                DeviceLists::together);
    }

    private static ChangedLists together(Set<UserId> changed, ChangedLists moved) {
        Set<UserId> all = new HashSet<>(changed);
        all.addAll(moved.changed());
        all.removeAll(moved.left());
        return new ChangedLists(all, moved.left());
    }

    private Mono<Set<UserId>> changed(UserId reader, long after, long upTo, RoomsOfUser rooms) {
        return changes.between(after, upTo)
                .map(found -> Mono.just(changed(reader, found, rooms)))
                .orElseGet(() -> shared.changedLists(reader, numbers(rooms), after, upTo));
    }

    private static Set<UserId> changed(UserId reader, List<DeviceChange> found, RoomsOfUser rooms) {
        return found.stream()
                .filter(change -> isFor(reader, change, rooms))
                .map(DeviceChange::user)
                .collect(Collectors.toSet());
    }

    private static boolean isFor(UserId reader, DeviceChange change, RoomsOfUser rooms) {
        return switch (change) {
            case DeviceChange.OfList list ->
                    list.user().equals(reader) || list.rooms().stream().anyMatch(rooms::isJoined);
            case DeviceChange.OfSignature signature -> signature.signer().equals(reader);
            case DeviceChange.OfKeyCount _ -> false;
        };
    }

    private static List<Long> numbers(RoomsOfUser rooms) {
        return rooms.joined().stream().map(member -> member.room().nid()).toList();
    }

    private Mono<ChangedLists> moved(UserId reader, long after, long upTo, RoomsOfUser rooms) {
        if (after >= upTo) {
            return Mono.just(ChangedLists.NONE);
        }
        Optional<List<TimelineEvent>> recent = events.between(after, upTo);
        return recent.map(found -> isWorthAsking(reader, found, rooms))
                .orElseGet(() -> Mono.just(true))
                .filter(isWorthAsking -> isWorthAsking)
                .flatMap(asked -> shared.changes(reader, after))
                .defaultIfEmpty(ChangedLists.NONE);
    }

    private Mono<Boolean> isWorthAsking(
            UserId reader, List<TimelineEvent> recent, RoomsOfUser rooms) {
        Set<Long> moved = new HashSet<>();
        for (TimelineEvent event : recent) {
            boolean isInside = rooms.isJoined(event.room().nid());
            if (isInside && EncryptedRooms.isBegin(event)) {
                return Mono.just(true);
            }
            if ((isInside || event.isMembershipOf(reader)) && isComingOrGoing(event)) {
                moved.add(event.room().nid());
            }
        }
        return moved.isEmpty() ? Mono.just(false) : encrypted.isAny(moved);
    }

    /** Not a new display name, and not an invitation. What is not known is asked for. */
    private static boolean isComingOrGoing(TimelineEvent event) {
        return event.isMember()
                && event.membership()
                        .filter(
                                now ->
                                        switch (now) {
                                            case JOIN -> !event.membershipBefore().equals(JOINED);
                                            case LEAVE, BAN ->
                                                    event.membershipBefore()
                                                            .or(() -> JOINED)
                                                            .equals(JOINED);
                                            case INVITE, KNOCK -> false;
                                        })
                        .isPresent();
    }
}
