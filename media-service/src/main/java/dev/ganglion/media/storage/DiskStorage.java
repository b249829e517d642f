package dev.ganglion.media.storage;

import dev.ganglion.protocol.error.MatrixException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.OptionalLong;

/** Files below one folder. */
final class DiskStorage implements MediaStorage {
    private static final Logger log = LoggerFactory.getLogger(DiskStorage.class);

    /** Buffers of one upload that may wait for the disk; the sender is held back beyond. */
    private static final int WAITING_BUFFERS = 8;

    private static final int READ_BYTES = 16 * 1024;

    private final DiskLayout layout;
    private final DataSize reservedSpace;
    private final Scheduler disk;
    private final SecureRandom random = new SecureRandom();

    DiskStorage(DiskLayout layout, DataSize reservedSpace, Scheduler disk) {
        this.layout = layout;
        this.reservedSpace = reservedSpace;
        this.disk = disk;
    }

    @Override
    public Mono<StoredContent> store(
            Flux<DataBuffer> bytes, OptionalLong declaredBytes, long limitBytes) {
        if (declaredBytes.orElse(0) > limitBytes) {
            return Mono.error(
                    MatrixException.tooLarge("The content is larger than this server accepts"));
        }
        return Mono.usingWhen(
                        Mono.fromCallable(() -> create(declaredBytes.orElse(0), limitBytes))
                                .subscribeOn(disk),
                        file -> receive(bytes, file),
                        _ -> Mono.empty(),
                        (file, _) -> discard(file),
                        this::discard)
                .onErrorMap(IOException.class, DiskFailures::translate);
    }

    private IncomingFile create(long expectedBytes, long limitBytes) throws IOException {
        long free = Files.getFileStore(layout.root()).getUsableSpace();
        if (free - expectedBytes < reservedSpace.toBytes()) {
            throw DiskFailures.noSpace();
        }
        FileKey key = FileKey.next(random);
        return IncomingFile.create(key, layout.incoming(key), limitBytes);
    }

    private Mono<StoredContent> receive(Flux<DataBuffer> bytes, IncomingFile file) {
        return bytes.publishOn(disk, WAITING_BUFFERS)
                .<Void>handle((buffer, sink) -> append(file, buffer, sink))
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then(Mono.fromCallable(() -> file.moveTo(layout.folder(file.key()))));
    }

    /** Consumes the buffer: had it been passed on, it would be released a second time. */
    private static void append(IncomingFile file, DataBuffer buffer, SynchronousSink<Void> sink) {
        try {
            file.append(buffer);
        } catch (IOException | MatrixException e) {
            sink.error(e);
        }
    }

    private Mono<Void> discard(IncomingFile file) {
        return Mono.<Void>fromCallable(
                        () -> {
                            file.discard();
                            return null;
                        })
                .subscribeOn(disk);
    }

    @Override
    public Mono<Void> send(
            FileKey file, long fromByte, long count, ReactiveHttpOutputMessage response) {
        Path path = layout.stored(file);
        return Mono.fromCallable(() -> present(path))
                .subscribeOn(disk)
                .flatMap(present -> write(present, fromByte, count, response));
    }

    private static Path present(Path path) {
        if (!Files.isRegularFile(path)) {
            log.error("A stored file is missing: {}", path);
            throw MatrixException.notFound("The content is gone");
        }
        return path;
    }

    /** The kernel copies from file to socket where it can: no memory of ours per reader. */
    private Mono<Void> write(
            Path path, long fromByte, long count, ReactiveHttpOutputMessage response) {
        if (response instanceof ZeroCopyHttpOutputMessage zeroCopy) {
            return zeroCopy.writeWith(path, fromByte, count);
        }
        Flux<DataBuffer> bytes =
                DataBufferUtils.readByteChannel(
                                () -> Files.newByteChannel(path).position(fromByte),
                                DefaultDataBufferFactory.sharedInstance,
                                READ_BYTES)
                        .subscribeOn(disk);
        return response.writeWith(DataBufferUtils.takeUntilByteCount(bytes, count));
    }

    @Override
    public SeekableByteChannel open(FileKey file) throws IOException {
        try {
            return Files.newByteChannel(layout.stored(file), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            log.error("A stored file is missing: {}", file.value(), e);
            throw MatrixException.notFound("The content is gone");
        }
    }

    @Override
    public Mono<Void> delete(FileKey file) {
        return Mono.fromCallable(() -> Files.deleteIfExists(layout.stored(file)))
                .subscribeOn(disk)
                .then();
    }
}
