package dev.ganglion.gateway.upstream;

import dev.ganglion.protocol.error.MatrixException;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.server.HttpServerRequest;

import java.util.function.Function;

/** The body of a client's request: none, held for a repetition, or passed on as it comes. */
final class Bodies {
    /** No event is larger than 65,536 bytes; a request that holds one is little larger. */
    private static final int MAX_HELD_BYTES = 128 * 1024;

    private Bodies() {}

    static boolean mayBeHeld(long contentLength) {
        return contentLength > 0 && contentLength <= MAX_HELD_BYTES;
    }

    /** Lets {@code use} send the whole body any number of times. */
    static Mono<Void> held(HttpServerRequest request, Function<ByteBuf, Mono<Void>> use) {
        return request.receive()
                .aggregate()
                .map(ByteBuf::retain)
                .flatMap(body -> use.apply(body).doFinally(_ -> body.release()));
    }

    /** The body as it arrives; fails with {@code M_TOO_LARGE} once it is over the limit. */
    static Flux<ByteBuf> streamed(HttpServerRequest request, long limitBytes) {
        ByteBufFlux body = request.receive();
        return Flux.defer(
                () -> {
                    long[] seen = {0};
                    return body.map(
                            buffer -> {
                                seen[0] += buffer.readableBytes();
                                if (seen[0] > limitBytes) {
                                    throw tooLarge(limitBytes);
                                }
                                return ReferenceCountUtil.retain(buffer);
                            });
                });
    }

    static MatrixException tooLarge(long limitBytes) {
        return MatrixException.tooLarge("The request is larger than " + limitBytes + " bytes");
    }
}
