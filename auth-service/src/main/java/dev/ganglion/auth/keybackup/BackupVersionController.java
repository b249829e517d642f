package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Client-server API, "Server-side key backups": the versions. */
@RestController
class BackupVersionController {
    private static final String VERSIONS = "/_matrix/client/v3/room_keys/version";
    private static final int MAX_ALGORITHM_CHARS = 255;
    private static final int MAX_AUTH_DATA_CHARS = 64 * 1_024;

    private final KeyBackups changes;
    private final BackupRepository backups;

    BackupVersionController(KeyBackups changes, BackupRepository backups) {
        this.changes = changes;
        this.backups = backups;
    }

    record BackupRequest(
            Optional<String> algorithm, Optional<JsonObject> authData, Optional<String> version) {
        String requireAlgorithm() {
            String given = algorithm.orElseThrow(() -> MatrixException.missingParam("algorithm"));
            if (given.isEmpty() || given.length() > MAX_ALGORITHM_CHARS) {
                throw MatrixException.invalidParam(
                        "An algorithm has 1 to " + MAX_ALGORITHM_CHARS + " characters");
            }
            return given;
        }

        String requireAuthData() {
            String text =
                    CanonicalJson.encodeToString(
                            authData.orElseThrow(() -> MatrixException.missingParam("auth_data")));
            if (text.length() > MAX_AUTH_DATA_CHARS) {
                throw MatrixException.tooLarge("The auth_data is too large");
            }
            return text;
        }

        void mustBeFor(String path) {
            if (version.filter(given -> !given.equals(path)).isPresent()) {
                throw MatrixException.invalidParam("The body is about another version");
            }
        }
    }

    record Created(BackupVersion version) {}

    record BackupInfo(
            String algorithm, RawJson authData, long count, String etag, BackupVersion version) {
        static BackupInfo of(KeyBackup backup) {
            return new BackupInfo(
                    backup.algorithm(),
                    RawJson.ofTrusted(backup.authData().getBytes(StandardCharsets.UTF_8)),
                    backup.tally().count(),
                    backup.tally().etag(),
                    backup.version());
        }
    }

    @PostMapping(VERSIONS)
    Mono<Created> create(Requester requester, @RequestBody BackupRequest request) {
        return changes.create(
                        requester.userId(), request.requireAlgorithm(), request.requireAuthData())
                .map(Created::new);
    }

    @GetMapping(VERSIONS)
    Mono<BackupInfo> current(Requester requester) {
        return backups.findCurrent(requester.userId())
                .map(BackupInfo::of)
                .switchIfEmpty(Mono.error(KeyBackup::unknown));
    }

    @GetMapping(VERSIONS + "/{version}")
    Mono<BackupInfo> get(Requester requester, @PathVariable String version) {
        return backups.find(requester.userId(), BackupVersion.parse(version))
                .map(BackupInfo::of)
                .switchIfEmpty(Mono.error(KeyBackup::unknown));
    }

    @PutMapping(VERSIONS + "/{version}")
    Mono<EmptyResponse> update(
            Requester requester, @PathVariable String version, @RequestBody BackupRequest request) {
        request.mustBeFor(version);
        return changes.update(
                        requester.userId(),
                        BackupVersion.parse(version),
                        request.requireAlgorithm(),
                        request.requireAuthData())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping(VERSIONS + "/{version}")
    Mono<EmptyResponse> delete(Requester requester, @PathVariable String version) {
        return changes.delete(requester.userId(), BackupVersion.parse(version))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
