package dev.ganglion.gateway.upstream;

import dev.ganglion.protocol.error.MatrixException;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Bodies that are held whole, to be sent again if need be or to wait for their turn. How many bytes
 * they are together is limited, for thousands of them may wait at once.
 */
@Component
class HeldBodies {
    /** An event of 65,536 bytes is six times as long when all of it is written in escapes. */
    static final int LARGEST = 512 * 1024;

    private final AtomicLong held;
    private final long limit;

    HeldBodies(UpstreamSettings settings, MeterRegistry registry) {
        this.limit = settings.upstream().sends().memory().toBytes();
        this.held = registry.gauge("ganglion.gateway.held.bytes", new AtomicLong());
    }

    /**
     * Lets {@code use} send the whole body any number of times. Errors with {@code M_TOO_LARGE},
     * and with 503 where too much is held already.
     */
    Mono<Void> hold(HttpServerRequest request, long limitBytes, Function<ByteBuf, Mono<Void>> use) {
        return Bodies.whole(request, limitBytes)
                .flatMap(body -> keep(body, use).doFinally(_ -> body.release()));
    }

    /**
     * Only what has arrived counts: a client that announces much and sends nothing takes nothing.
     */
    private Mono<Void> keep(ByteBuf body, Function<ByteBuf, Mono<Void>> use) {
        int bytes = body.readableBytes();
        return Mono.using(
                () -> reserve(bytes), _ -> use.apply(body), reserved -> held.addAndGet(-reserved));
    }

    private int reserve(int bytes) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            throw MatrixException.unavailable("The server is busy: try again");
        }
        return bytes;
    }
}
