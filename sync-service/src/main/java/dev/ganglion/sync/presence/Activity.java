package dev.ganglion.sync.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.List;
import java.util.Optional;

/**
 * What shows that somebody is active: what they send and what they read for others to see. Every
 * replica notes it; the one that answers a device of theirs says it to Redis, once in an interval.
 * Notes too who joins a room, and whose devices are logged out.
 */
@Component
class Activity {
    private static final Logger log = LoggerFactory.getLogger(Activity.class);
    private static final int MAX_USERS = 50_000;

    private final Devices devices;
    private final Outbox outbox;
    private final Board board;
    private final Posting posting;
    private final Exchange exchange;
    private final Cache<Said, Boolean> said;
    private final Disposable listening;

    Activity(
            Sources sources,
            Devices devices,
            Outbox outbox,
            Board board,
            Posting posting,
            Exchange exchange,
            PresenceProperties properties) {
        this.devices = devices;
        this.outbox = outbox;
        this.board = board;
        this.posting = posting;
        this.exchange = exchange;
        this.said =
                Caffeine.newBuilder()
                        .maximumSize(MAX_USERS)
                        .expireAfterWrite(properties.interval())
                        .build();
        this.listening = properties.enabled() ? sources.listen(this) : Disposables.disposed();
    }

    /** Where it is heard of. */
    @Component
    record Sources(EventStream events, Receipts receipts, Bus bus) {
        private Disposable listen(Activity activity) {
            events.onAppend(batch -> batch.forEach(activity::saw));
            receipts.onAppend(
                    batch ->
                            batch.stream()
                                    .filter(receipt -> !receipt.isPrivate())
                                    .forEach(receipt -> activity.isActive(receipt.userId())));
            return bus.messages(Channel.SESSIONS).subscribe(activity::ended);
        }
    }

    /** That a user is active has been said, while others thought them active or not. */
    private record Said(UserId user, boolean wasActive) {}

    @PreDestroy
    void stop() {
        listening.dispose();
    }

    private void saw(TimelineEvent event) {
        if (event.origin().isPresent()) {
            isActive(event.sender());
        }
        if (event.isMember()) {
            UserId.tryParse(event.header().stateKey().orElseThrow())
                    .ifPresent(user -> moves(user, event));
        }
    }

    private void isActive(UserId user) {
        board.touch(user, exchange.now());
        boolean wasActive = board.find(user).filter(posted -> posted.told().isActive()).isPresent();
        Said now = new Said(user, wasActive);
        if (devices.knows(user) && said.getIfPresent(now) == null) {
            said.put(now, true);
            outbox.add(Sign.of(Sign.What.ACT, user));
        }
    }

    private void moves(UserId user, TimelineEvent event) {
        posting.moved(user);
        boolean joins =
                event.membership().equals(Optional.of(Membership.JOIN))
                        && !event.membershipBefore().equals(Optional.of(Membership.JOIN));
        if (joins && devices.knows(user)) {
            outbox.add(Sign.of(Sign.What.TELL, user));
        }
    }

    private void ended(byte[] message) {
        try {
            SessionsEnded ended = SessionsEnded.parse(message);
            if (ended.isLogout()) {
                ended.user().ifPresent(user -> drop(user, ended));
            }
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
        }
    }

    /** Whoever logs out is not there any more. */
    private void drop(UserId user, SessionsEnded ended) {
        List<String> gone =
                devices.remove(user, device -> ended.endsActingAs(user, DeviceId.tryParse(device)));
        gone.forEach(device -> outbox.add(Sign.drops(user, device)));
    }
}
