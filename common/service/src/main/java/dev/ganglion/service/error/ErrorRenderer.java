package dev.ganglion.service.error;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonNumber;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Writes any failure as Matrix error JSON; what we do not understand is logged with a number. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ErrorRenderer implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ErrorRenderer.class);

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final FailureTranslator translator;
    private final AtomicLong lastOutage = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    ErrorRenderer(FailureTranslator translator) {
        this.translator = translator;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Optional<MatrixException> known = translator.translate(failure);
        // Asked second: a database that hangs up in the middle breaks the same pipe as a client.
        if (known.isEmpty() && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return Mono.error(failure);
        }
        MatrixException answer = known.orElseGet(() -> unexpected(exchange, failure));
        if (answer.status() == 503 && failure != answer) {
            sayOnceASecond(failure);
        }
        return write(response, answer);
    }

    /** An outage fails thousands of requests, and one line tells it. */
    private void sayOnceASecond(Throwable failure) {
        long now = System.nanoTime();
        long last = lastOutage.get();
        if (now - last > PAUSE_NANOS && lastOutage.compareAndSet(last, now)) {
            log.warn("Requests are answered 503: {}", failure.toString());
        }
    }

    private static MatrixException unexpected(ServerWebExchange exchange, Throwable failure) {
        String reference = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        var request = exchange.getRequest();
        log.error(
                "Request failed [{}] {} {}",
                reference,
                request.getMethod(),
                pattern(exchange),
                failure);
        return MatrixException.of(
                500, ErrorCode.UNKNOWN, "The server made an error; its log says why: " + reference);
    }

    /** Paths may hold what is a secret, such as the ID of a delayed event; patterns do not. */
    private static String pattern(ServerWebExchange exchange) {
        return String.valueOf(
                exchange.<Object>getAttributeOrDefault(
                        HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "(no endpoint)"));
    }

    private static Mono<Void> write(ServerHttpResponse response, MatrixException answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        if (answer.fields().get("retry_after_ms") instanceof JsonNumber(long millis)) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds(millis));
        }
        byte[] body = CanonicalJson.encode(answer.body());
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static String seconds(long millis) {
        return Long.toString(Math.max(1, Math.ceilDiv(millis, 1_000L)));
    }
}
