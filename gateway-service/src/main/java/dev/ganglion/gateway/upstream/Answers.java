package dev.ganglion.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Copies a service's answer to the client. */
final class Answers {
    /** Up to here an answer is written in one piece, which costs one system call. */
    private static final int MAX_WHOLE_BYTES = 64 * 1024;

    /** Of this connection alone, or the gateway's own to say. */
    private static final Set<String> NOT_COPIED =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private Answers() {}

    static Mono<Void> copy(
            HttpClientResponse answer, ByteBufFlux content, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status().code()));
        copyHeaders(answer.responseHeaders(), response.getHeaders());
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        if (isSmall(answer.responseHeaders())) {
            Mono<DataBuffer> whole = content.aggregate().map(ByteBuf::retain).map(buffers::wrap);
            return response.writeWith(whole);
        }
        return response.writeWith(content.map(ByteBuf::retain).map(buffers::wrap));
    }

    private static boolean isSmall(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null
                && length.length() <= 5
                && Integer.parseInt(length) <= MAX_WHOLE_BYTES;
    }

    private static void copyHeaders(HttpHeaders from, org.springframework.http.HttpHeaders to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> headers = from.iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            String name = header.getKey().toString().toLowerCase(Locale.ROOT);
            if (!NOT_COPIED.contains(name)
                    && !name.startsWith("access-control-")
                    && !name.startsWith("x-ganglion-")) {
                to.add(name, header.getValue().toString());
            }
        }
    }
}
