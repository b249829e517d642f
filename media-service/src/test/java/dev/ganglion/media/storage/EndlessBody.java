package dev.ganglion.media.storage;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import reactor.core.publisher.Flux;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a sender sends that never stops by itself. */
final class EndlessBody {
    private static final byte[] CHUNK = new byte[64 * 1024];

    private final AtomicBoolean isCutOff = new AtomicBoolean();

    Flux<DataBuffer> chunks() {
        return Flux.<DataBuffer>generate(
                        sink -> sink.next(DefaultDataBufferFactory.sharedInstance.wrap(CHUNK)))
                .doOnCancel(() -> isCutOff.set(true));
    }

    /** Becomes true when nobody wants to hear more. */
    AtomicBoolean isCutOff() {
        return isCutOff;
    }
}
