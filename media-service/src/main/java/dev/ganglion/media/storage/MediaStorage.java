package dev.ganglion.media.storage;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ReactiveHttpOutputMessage;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;

/** A store of immutable files. None of its reactive methods blocks or holds a whole file. */
public interface MediaStorage {
    /**
     * Stores the bytes as a new file. When the Mono completes, the file survives a crash; when it
     * fails or is cancelled, nothing of it is left. More bytes than the limit are refused with
     * {@code M_TOO_LARGE}, a full disk with status 507.
     *
     * @param declaredBytes how many bytes the sender promised
     */
    Mono<StoredContent> store(Flux<DataBuffer> bytes, OptionalLong declaredBytes, long limitBytes);

    /** Writes a part of a file as the body of a response whose headers are set. */
    Mono<Void> send(FileKey file, long fromByte, long count, ReactiveHttpOutputMessage response);

    /** Opens a file for reading at any place. Blocking: for pools that may. */
    SeekableByteChannel open(FileKey file) throws IOException;

    /** Removes a file; one that is not there is no error. */
    Mono<Void> delete(FileKey file);
}
