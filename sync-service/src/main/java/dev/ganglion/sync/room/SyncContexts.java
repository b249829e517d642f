package dev.ganglion.sync.room;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.accountdata.IgnoredUsers;
import dev.ganglion.sync.event.Reader;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.Optional;

/** Finds out what every response has to know of its reader. */
@Component
public class SyncContexts {
    private final IgnoredUsers ignored;
    private final Clock clock;

    SyncContexts(IgnoredUsers ignored, Clock clock) {
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * For a response that is made now. Invitations of ignored users are no rooms of the user's.
     *
     * @param since up to where the client has read; empty for an initial sync
     * @param rooms the user's rooms as of {@code now}
     */
    public Mono<SyncContext> of(
            Requester requester,
            SyncFilter filter,
            Options options,
            Optional<SyncToken> since,
            SyncToken now,
            RoomsOfUser rooms) {
        Reader reader = new Reader(requester.userId(), requester.deviceId(), clock.millis());
        return ignored.of(requester.userId())
                .map(
                        users ->
                                new SyncContext(
                                        reader,
                                        filter,
                                        since,
                                        now,
                                        rooms.withoutInvitationsOf(users),
                                        options,
                                        users));
    }
}
