package dev.ganglion.sync.devicelist;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Key management API". */
@RestController
class KeyChangesController {
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

    @GetMapping("/_matrix/client/v3/keys/changes")
    Mono<RawJson> changes(Requester requester, @RequestParam String from, @RequestParam String to) {
        SyncToken since = SyncToken.parse(from);
        SyncToken now = SyncToken.parse(to);
        return events.reach(now.events())
                .then(changes.reach(now.deviceLists()))
                .then(joinedRooms.snapshot(requester.userId()))
                .flatMap(
                        snapshot -> lists.between(requester.userId(), since, now, snapshot.rooms()))
                .map(KeyChangesController::json);
    }

    private static RawJson json(ChangedLists lists) {
        JsonBytes out = new JsonBytes();
        lists.write(out);
        return RawJson.ofTrusted(out.toBytes());
    }
}
