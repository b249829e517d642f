package dev.ganglion.sync.roomlist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.accountdata.InvitePermissions;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What account data says of rooms: read once a user, then moved on by what changes. */
@Component
class KeptByUsers {
    private static final String DIRECT = "m.direct";
    private static final String TAG = "m.tag";
    private static final long MAX_ENTRIES = 2_000_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final AccountData accountData;
    private final InvitePermissions invitePermissions;
    private final JsonMapper mapper;
    private final Cache<UserId, Kept> cache =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_ENTRIES)
                    .weigher((UserId user, Kept kept) -> weight(kept))
                    .expireAfterAccess(UNUSED)
                    .build();

    KeptByUsers(AccountData accountData, InvitePermissions invitePermissions, JsonMapper mapper) {
        this.accountData = accountData;
        this.invitePermissions = invitePermissions;
        this.mapper = mapper;
    }

    /** As of a position, or later. */
    Mono<Kept> of(UserId user, long upTo) {
        Kept known = cache.get(user, _ -> Kept.NOTHING);
        return known.asOf() >= upTo
                ? Mono.just(known)
                : accountData
                        .between(user, known.asOf(), upTo)
                        .map(changes -> after(known, changes).upTo(upTo))
                        .doOnNext(now -> cache.put(user, now));
    }

    private Kept after(Kept known, List<AccountDatum> changes) {
        Kept now = known;
        for (AccountDatum datum : changes) {
            if (datum.isGlobal() && datum.type().equals(DIRECT)) {
                now = new Kept(now.asOf(), rooms(datum), now.tags(), now.blocksInvites());
            } else if (datum.isGlobal() && datum.type().equals(InvitePermissions.TYPE)) {
                boolean isBlocking = invitePermissions.isBlocking(datum.content().bytes());
                now = new Kept(now.asOf(), now.direct(), now.tags(), isBlocking);
            } else if (datum.type().equals(TAG)) {
                Map<String, Set<String>> tags = new HashMap<>(now.tags());
                tags.put(datum.roomId(), tags(datum));
                now = new Kept(now.asOf(), now.direct(), tags, now.blocksInvites());
            }
        }
        return now;
    }

    /** Clients write it, so anything may stand there. */
    private Set<String> rooms(AccountDatum datum) {
        Set<String> rooms = new HashSet<>();
        for (JsonNode ofUser : mapper.readTree(datum.content().bytes())) {
            for (JsonNode room : ofUser) {
                if (room.isString()) {
                    rooms.add(room.stringValue());
                }
            }
        }
        return rooms;
    }

    private Set<String> tags(AccountDatum datum) {
        return Set.copyOf(mapper.readTree(datum.content().bytes()).path("tags").propertyNames());
    }

    private static int weight(Kept kept) {
        return 1 + kept.direct().size() + kept.tags().size();
    }
}
