package dev.ganglion.room.history;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.service.erasure.ErasedFor;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out as whom somebody reads many rooms, in a few round trips. Decides as {@link Readers}
 * does, from what the database says.
 */
@Component
public class ManyReaders {
    private static final int ROOMS_AT_ONCE = 200;

    /** Of each key and room; whoever went in and out more often has the rest looked up. */
    private static final int RECENT_CHANGES = 30;

    private final HistoryRepository history;
    private final ErasedReaders erased;

    ManyReaders(HistoryRepository history, ErasedReaders erased) {
        this.history = history;
        this.erased = erased;
    }

    /**
     * The reader of each room that is, or was, open to the user; other rooms are left out. Whether
     * the user has forgotten a room is not looked at.
     */
    public Mono<Map<RoomNid, Reader>> list(Collection<RoomIdentity> rooms, UserId user) {
        return Flux.fromIterable(rooms)
                .buffer(ROOMS_AT_ONCE)
                .concatMap(some -> readers(some, user))
                .collectMap(reader -> reader.room().nid());
    }

    private Flux<Reader> readers(List<RoomIdentity> rooms, UserId user) {
        return history.listRecent(rooms, user, RECENT_CHANGES)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .flatMapMany(recent -> readers(recent, user));
    }

    private Flux<Reader> readers(Map<RoomIdentity, RecentHistory> histories, UserId user) {
        return erased.of(user, histories)
                .flatMapIterable(Map::entrySet)
                .mapNotNull(hidden -> reader(hidden, user, histories).orElse(null));
    }

    private static Optional<Reader> reader(
            Map.Entry<RoomIdentity, ErasedFor> hidden,
            UserId user,
            Map<RoomIdentity, RecentHistory> histories) {
        RoomIdentity room = hidden.getKey();
        RecentHistory recent = Objects.requireNonNull(histories.get(room));
        return recent.readsUpTo()
                .map(upTo -> Reader.of(room, user, upTo, recent, hidden.getValue()));
    }
}
