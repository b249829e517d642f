package dev.ganglion.media.upload;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.FileName;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.DisconnectedClientHelper;

import reactor.core.publisher.Flux;

import java.util.Optional;
import java.util.OptionalLong;

/** What a client is sending. */
record Upload(
        Flux<DataBuffer> bytes,
        OptionalLong declaredBytes,
        ContentType type,
        Optional<FileName> fileName) {

    static Upload of(ServerHttpRequest request, Optional<String> fileName) {
        HttpHeaders headers = request.getHeaders();
        long length = headers.getContentLength();
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return new Upload(
                request.getBody()
                        .onErrorMap(
                                DisconnectedClientHelper::isClientDisconnectedException,
                                _ -> brokenOff()),
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                type == null ? ContentType.OCTET_STREAM : ContentType.ofDeclared(type),
                fileName.flatMap(FileName::of));
    }

    /** Nobody is there to read it: it keeps a lost connection from looking like our failure. */
    private static MatrixException brokenOff() {
        return MatrixException.of(400, ErrorCode.UNKNOWN, "The upload broke off");
    }
}
