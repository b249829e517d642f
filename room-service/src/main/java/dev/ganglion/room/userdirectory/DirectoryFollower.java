package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.room.follow.StreamCursors;
import dev.ganglion.room.follow.StreamReader;
import dev.ganglion.room.userdirectory.ChangeRepository.Change;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps the directory up to date with who joins and which rooms are public. */
@Component
class DirectoryFollower implements StreamReader {
    private static final String NAME = "user-directory";
    private static final int MOST_EVENTS = 500;

    private final ChangeRepository changes;
    private final UserDirectory directory;
    private final EntryRepository entries;
    private final PublicRoomRepository publicRooms;
    private final StreamCursors cursors;
    private final TransactionalOperator transaction;

    DirectoryFollower(
            ChangeRepository changes,
            UserDirectory directory,
            EntryRepository entries,
            PublicRoomRepository publicRooms,
            StreamCursors cursors,
            TransactionalOperator transaction) {
        this.changes = changes;
        this.directory = directory;
        this.entries = entries;
        this.publicRooms = publicRooms;
        this.cursors = cursors;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Counted up when people are found by other words than before. */
    @Override
    public String form() {
        return "1";
    }

    @Override
    public Mono<Void> clear() {
        return entries.deleteShown().then(publicRooms.deleteAll());
    }

    @Override
    public Mono<Long> read(long after, long upTo) {
        return changes.list(after, upTo, MOST_EVENTS)
                .collectList()
                .flatMap(
                        found ->
                                follow(
                                        found,
                                        after,
                                        found.size() < MOST_EVENTS
                                                ? upTo
                                                : found.getLast().position()));
    }

    /** Rooms first: what people of other servers are called depends on them. */
    private Mono<Long> follow(List<Change> found, long after, long reached) {
        return refreshRooms(rooms(found))
                .then(Mono.defer(() -> directory.refresh(users(found))))
                .then(cursors.advance(NAME, after, reached))
                .as(transaction::transactional)
                .thenReturn(reached);
    }

    private Mono<Void> refreshRooms(Set<Long> rooms) {
        return rooms.isEmpty() ? Mono.empty() : publicRooms.refresh(rooms);
    }

    private static SortedSet<String> users(List<Change> found) {
        return found.stream()
                .filter(change -> change.type().equals(EventTypes.MEMBER))
                .map(Change::stateKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Long> rooms(List<Change> found) {
        return found.stream()
                .filter(change -> PublicRoomRepository.TYPES.contains(change.type()))
                .map(Change::roomNid)
                .collect(Collectors.toSet());
    }
}
