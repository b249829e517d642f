package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Client-server API, "Server-side key backups": storing and deleting keys, and reading one. */
@RestController
class RoomKeyController {
    private static final String KEYS = "/_matrix/client/v3/room_keys/keys";

    private final KeyBackups changes;
    private final BackupRepository backups;
    private final RoomKeyRepository keys;

    RoomKeyController(KeyBackups changes, BackupRepository backups, RoomKeyRepository keys) {
        this.changes = changes;
        this.backups = backups;
        this.keys = keys;
    }

    @PutMapping(KEYS)
    Mono<KeyTally> putAll(
            Requester requester, @RequestParam String version, @RequestBody JsonObject body) {
        return changes.add(
                requester.userId(), BackupVersion.parse(version), UploadedKeys.ofRooms(body));
    }

    @PutMapping(KEYS + "/{room}")
    Mono<KeyTally> putRoom(
            Requester requester,
            @PathVariable RoomId room,
            @RequestParam String version,
            @RequestBody JsonObject body) {
        return changes.add(
                requester.userId(), BackupVersion.parse(version), UploadedKeys.ofRoom(room, body));
    }

    @PutMapping(KEYS + "/{room}/{sessionId}")
    Mono<KeyTally> put(
            Requester requester,
            @PathVariable RoomId room,
            @PathVariable String sessionId,
            @RequestParam String version,
            @RequestBody JsonObject body) {
        RoomKey key = RoomKey.of(room.value(), sessionId, body);
        return changes.add(requester.userId(), BackupVersion.parse(version), List.of(key));
    }

    @GetMapping(KEYS + "/{room}/{sessionId}")
    Mono<RawJson> get(
            Requester requester,
            @PathVariable RoomId room,
            @PathVariable String sessionId,
            @RequestParam String version) {
        return backups.find(requester.userId(), BackupVersion.parse(version))
                .flatMap(backup -> keys.find(backup, room, sessionId))
                .map(RoomKeyController::json)
                .switchIfEmpty(Mono.error(KeyBackup::unknownKey));
    }

    @DeleteMapping(KEYS)
    Mono<KeyTally> deleteAll(Requester requester, @RequestParam String version) {
        return changes.remove(
                requester.userId(),
                BackupVersion.parse(version),
                backup ->
                        backup.tally().count() == 0
                                ? Mono.just(backup.tally())
                                : keys.deleteAll(backup));
    }

    @DeleteMapping(KEYS + "/{room}")
    Mono<KeyTally> deleteRoom(
            Requester requester, @PathVariable RoomId room, @RequestParam String version) {
        return changes.remove(
                requester.userId(),
                BackupVersion.parse(version),
                backup -> keys.delete(backup, room));
    }

    @DeleteMapping(KEYS + "/{room}/{sessionId}")
    Mono<KeyTally> delete(
            Requester requester,
            @PathVariable RoomId room,
            @PathVariable String sessionId,
            @RequestParam String version) {
        return changes.remove(
                requester.userId(),
                BackupVersion.parse(version),
                backup -> keys.delete(backup, room, sessionId));
    }

    private static RawJson json(RoomKey key) {
        StringBuilder json = new StringBuilder();
        key.writeTo(json);
        return RawJson.ofTrusted(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
