package dev.ganglion.media.download;

import dev.ganglion.media.storage.MediaStorage;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Answers a request with a file, and with the headers that the specification asks for. */
@Component
public class ContentDelivery {
    private static final String SANDBOX =
            "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf;"
                    + " style-src 'unsafe-inline'; object-src 'self';";

    /** Content never changes; a day bounds how long a browser keeps what is taken down. */
    private static final String CACHING = "private, max-age=86400, immutable";

    private final MediaStorage storage;

    ContentDelivery(MediaStorage storage) {
        this.storage = storage;
    }

    public Mono<Void> deliver(Deliverable content, ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.RANGE);
        Optional<ByteRange> range = ByteRange.of(header, content.sizeBytes());
        ServerHttpResponse response = exchange.getResponse();
        ByteRange sent = range.orElse(new ByteRange(0, content.sizeBytes()));
        setHeaders(response.getHeaders(), content, sent);
        range.ifPresent(
                part -> {
                    response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
                    response.getHeaders()
                            .set(HttpHeaders.CONTENT_RANGE, part.ofSize(content.sizeBytes()));
                });
        return sent.count() == 0
                ? response.setComplete()
                : storage.send(content.file(), sent.from(), sent.count(), response);
    }

    private static void setHeaders(HttpHeaders headers, Deliverable content, ByteRange sent) {
        headers.set(HttpHeaders.CONTENT_TYPE, content.type().value());
        headers.setContentLength(sent.count());
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION,
                Disposition.of(content.type(), content.fileName()));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set(HttpHeaders.CACHE_CONTROL, CACHING);
        headers.set("Content-Security-Policy", SANDBOX);
        headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
