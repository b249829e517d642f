package dev.ganglion.gateway.edge;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;

import java.nio.charset.StandardCharsets;

/**
 * What somebody reads whose request could not be read: the server itself sends the status alone.
 */
final class EarlyRefusal {
    private EarlyRefusal() {}

    /** The answer with a Matrix error as its body. */
    static FullHttpResponse of(FullHttpResponse bare) {
        byte[] body =
                error(bare.status().code()).body().toString().getBytes(StandardCharsets.UTF_8);
        var response =
                new DefaultFullHttpResponse(
                        bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(bare.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static MatrixException error(int status) {
        return switch (status) {
            case 413 -> MatrixException.of(status, ErrorCode.TOO_LARGE, "The request is too large");
            case 414 ->
                    MatrixException.of(
                            status,
                            ErrorCode.TOO_LARGE,
                            "The address of the request is too long: send fewer or shorter parameters");
            case 431 ->
                    MatrixException.of(
                            status,
                            ErrorCode.TOO_LARGE,
                            "The headers of the request are too large");
            default ->
                    MatrixException.of(
                            status, ErrorCode.UNKNOWN, "The request is not well-formed HTTP");
        };
    }
}
