package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.places.PlacesOfUsers;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Client-server API, "Key management API". */
@RestController
class KeyChangesController {
    private static final int OF_DEVICE = 1;
    private static final int OF_USER = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** To compare who shares rooms then and now reads every member of every encrypted room. */
    private final PlacesOfUsers<Requester> running =
            PlacesOfUsers.refusing(new PlacesOfUsers.Limits(OF_DEVICE, OF_USER), RETRY_AFTER);

    private final DeviceLists lists;
    private final DeviceChanges changes;
    private final EventStream events;
    private final JoinedRooms joinedRooms;

    KeyChangesController(
            DeviceLists lists, DeviceChanges changes, EventStream events, JoinedRooms joinedRooms) {
        this.lists = lists;
        this.changes = changes;
        this.events = events;
        this.joinedRooms = joinedRooms;
    }

    /** Few at once: another one is told {@code M_LIMIT_EXCEEDED}. */
    @GetMapping("/_matrix/client/v3/keys/changes")
    Mono<RawJson> changes(Requester requester, @RequestParam String from, @RequestParam String to) {
        SyncToken since = SyncToken.parse(from);
        SyncToken now = SyncToken.parse(to);
        return running.during(() -> requester, _ -> between(requester.userId(), since, now))
                .map(KeyChangesController::json);
    }

    private Mono<ChangedLists> between(UserId reader, SyncToken since, SyncToken now) {
        return events.reach(now.events())
                .then(changes.reach(now.deviceLists()))
                .then(joinedRooms.snapshot(reader))
                .flatMap(snapshot -> lists.between(reader, since, now, snapshot.rooms()));
    }

    private static RawJson json(ChangedLists lists) {
        JsonBytes out = new JsonBytes();
        lists.write(out);
        return RawJson.ofTrusted(out.toBytes());
    }
}
