package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;
import dev.ganglion.service.stream.Outcome;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Takes the keys of devices. What is answered is committed. */
@Service
public class KeyUploads {
    /** Few enough for the largest uploads there may be: a batch takes 16 MB, the queue 512. */
    private static final GroupCommitSettings WRITES =
            new GroupCommitSettings(16, 512, GroupCommitSettings.DEFAULT.timeout(), Duration.ZERO);

    private final KeyUploadRepository repository;
    private final KeyUploadWriter writer;
    private final DeviceLists deviceLists;
    private final GroupCommit<KeyUpload, Map<String, Long>> writes;

    KeyUploads(
            KeyUploadRepository repository,
            KeyUploadWriter writer,
            DeviceLists deviceLists,
            MeterRegistry metrics) {
        this.repository = repository;
        this.writer = writer;
        this.deviceLists = deviceLists;
        this.writes = new GroupCommit<>("device_keys", WRITES, metrics, writer);
    }

    /**
     * The first keys of a device that comes to be with them: {@code making} makes it, in the
     * transaction that stores the keys. Whatever is refused, nothing is changed.
     */
    public Mono<Void> uploadFirst(
            UserDevice device, JsonObject body, Function<DeviceListChanges, Mono<Void>> making) {
        KeyUpload upload = KeyUpload.parse(device, body);
        return deviceLists.change(
                changes ->
                        making.apply(changes)
                                .then(Mono.defer(() -> writer.write(changes, List.of(upload))))
                                .flatMapIterable(outcomes -> outcomes)
                                .concatMap(KeyUploads::requireWritten)
                                .then());
    }

    private static <T> Mono<T> requireWritten(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Written<T>(T value) -> Mono.just(value);
            case Outcome.Refused<T>(Throwable reason) -> Mono.error(reason);
        };
    }

    /**
     * The body of an upload, for a device that is there: all of it is stored or nothing. Answers
     * how many one-time keys there are then by algorithm, without algorithms that have none. A
     * client sees any fault of the body as a {@code MatrixException}.
     */
    public Mono<Map<String, Long>> upload(UserDevice device, JsonObject body) {
        KeyUpload upload = KeyUpload.parse(device, body);
        return upload.isEmpty() ? repository.count(device) : writes.submit(upload);
    }
}
