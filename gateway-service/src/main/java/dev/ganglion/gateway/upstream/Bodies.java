package dev.ganglion.gateway.upstream;

import dev.ganglion.protocol.error.MatrixException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCountUtil;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.server.HttpServerRequest;

/** The body of a client's request, at once or as it comes. */
final class Bodies {
    private Bodies() {}

    /**
     * All of the body, to be released, empty if it is; fails with {@code M_TOO_LARGE} once over the
     * limit.
     */
    static Mono<ByteBuf> whole(HttpServerRequest request, long limitBytes) {
        return ByteBufFlux.fromInbound(limited(request, limitBytes))
                .aggregate()
                .map(ByteBuf::retain)
                .defaultIfEmpty(Unpooled.EMPTY_BUFFER);
    }

    /** The body as it arrives; fails with {@code M_TOO_LARGE} once it is over the limit. */
    static Flux<ByteBuf> streamed(HttpServerRequest request, long limitBytes) {
        return limited(request, limitBytes).map(ReferenceCountUtil::retain);
    }

    private static Flux<ByteBuf> limited(HttpServerRequest request, long limitBytes) {
        ByteBufFlux body = request.receive();
        return Flux.defer(
                () -> {
                    long[] seen = {0};
                    return body.doOnNext(
                            buffer -> {
                                seen[0] += buffer.readableBytes();
                                if (seen[0] > limitBytes) {
                                    throw tooLarge(limitBytes);
                                }
                            });
                });
    }

    static MatrixException tooLarge(long limitBytes) {
        return MatrixException.tooLarge("The request is larger than " + limitBytes + " bytes");
    }
}
