package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.crosssigning.KeySignature;
import dev.ganglion.auth.crosssigning.KeySignatureRepository;
import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.auth.devicelist.UserSignature;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.Outcome;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a batch of uploads in one transaction of device lists, where nobody else changes keys:
 * what is there is read, each upload is decided, and what changed is written, in a fixed number of
 * statements.
 */
@Component
class KeyUploadWriter implements BatchWriter<KeyUpload, Map<String, Long>> {
    private final KeyUploadRepository repository;
    private final KeyWriteRepository rows;
    private final KeySignatureRepository signatures;
    private final DeviceLists deviceLists;
    private final DeviceKeyProperties properties;

    KeyUploadWriter(
            KeyUploadRepository repository,
            KeyWriteRepository rows,
            KeySignatureRepository signatures,
            DeviceLists deviceLists,
            DeviceKeyProperties properties) {
        this.repository = repository;
        this.rows = rows;
        this.signatures = signatures;
        this.deviceLists = deviceLists;
        this.properties = properties;
    }

    @Override
    public Mono<List<Outcome<Map<String, Long>>>> write(List<KeyUpload> batch) {
        return deviceLists.change(changes -> write(changes, batch));
    }

    Mono<List<Outcome<Map<String, Long>>>> write(DeviceListChanges changes, List<KeyUpload> batch) {
        return repository
                .shelves(batch)
                .flatMap(
                        shelves -> {
                            List<Outcome<Map<String, Long>>> outcomes =
                                    batch.stream().map(upload -> decide(upload, shelves)).toList();
                            return write(changes, shelves.values()).thenReturn(outcomes);
                        });
    }

    private Outcome<Map<String, Long>> decide(
            KeyUpload upload, Map<UserDevice, DeviceShelf> shelves) {
        DeviceShelf shelf = shelves.get(upload.device());
        if (shelf == null) {
            // Logged out while the request was under way.
            return new Outcome.Refused<>(MatrixException.unknownToken(false));
        }
        try {
            return new Outcome.Written<>(shelf.put(upload, properties.oneTimeKeys()));
        } catch (MatrixException e) {
            return new Outcome.Refused<>(e);
        }
    }

    private Mono<Void> write(DeviceListChanges changes, Collection<DeviceShelf> shelves) {
        List<DeviceShelf> known =
                shelves.stream().filter(shelf -> shelf.newKeys().isPresent()).toList();
        List<DeviceShelf> counted = shelves.stream().filter(DeviceShelf::isCountChanged).toList();
        List<KeySignature> signed =
                shelves.stream().flatMap(shelf -> shelf.newSignatures().stream()).toList();
        return rows.reset(shelves.stream().filter(DeviceShelf::isReset).toList())
                .then(rows.replaceKeys(known))
                .then(rows.addOneTimeKeys(counted))
                .then(rows.putFallbackKeys(counted))
                .then(changes.ofKeyCounts(counted.stream().map(DeviceShelf::device).toList()))
                .then(
                        signed.isEmpty()
                                ? Mono.just(Set.<UserSignature>of())
                                : signatures.store(signed))
                .flatMap(made -> changes.ofUsers(users(known, made)));
    }

    /** The signatures that come with keys are their owners'. */
    private static Set<UserId> users(List<DeviceShelf> known, Set<UserSignature> made) {
        return Stream.concat(
                        known.stream().map(shelf -> shelf.device().userId()),
                        made.stream().map(UserSignature::signer))
                .collect(Collectors.toSet());
    }
}
