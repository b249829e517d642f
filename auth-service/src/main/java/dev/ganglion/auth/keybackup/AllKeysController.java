package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Client-server API, "Server-side key backups": reading many keys. A backup may be larger than what
 * fits into memory: it is read in pages, each when the client has taken the one before, and no
 * connection to the database is held between them.
 */
@RestController
class AllKeysController {
    private static final String KEYS = "/_matrix/client/v3/room_keys/keys";
    private static final int PAGE = 500;

    private final BackupRepository backups;
    private final RoomKeyRepository keys;

    AllKeysController(BackupRepository backups, RoomKeyRepository keys) {
        this.backups = backups;
        this.keys = keys;
    }

    @GetMapping(KEYS)
    Mono<ResponseEntity<Flux<DataBuffer>>> getAll(
            Requester requester, @RequestParam String version) {
        return backups.find(requester.userId(), BackupVersion.parse(version))
                .switchIfEmpty(Mono.error(KeyBackup::unknown))
                .map(
                        backup ->
                                response(
                                        RoomKeysJson.ofRooms(),
                                        last -> keys.list(backup, last, PAGE)));
    }

    @GetMapping(KEYS + "/{room}")
    Mono<ResponseEntity<Flux<DataBuffer>>> getRoom(
            Requester requester, @PathVariable RoomId room, @RequestParam String version) {
        return backups.find(requester.userId(), BackupVersion.parse(version))
                .switchIfEmpty(Mono.error(KeyBackup::unknown))
                .map(
                        backup ->
                                response(
                                        RoomKeysJson.ofRoom(),
                                        last -> keys.list(backup, room, last, PAGE)));
    }

    private static ResponseEntity<Flux<DataBuffer>> response(
            RoomKeysJson json, Function<Optional<RoomKey>, Mono<List<RoomKey>>> pages) {
        Flux<DataBuffer> body =
                pages.apply(Optional.empty())
                        .expand(
                                page ->
                                        page.size() < PAGE
                                                ? Mono.empty()
                                                : pages.apply(Optional.of(page.getLast())))
                        .map(page -> json.next(page, page.size() < PAGE))
                        .map(AllKeysController::buffer);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
