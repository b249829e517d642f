package dev.ganglion.sync.longpoll;

import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers requests that may wait once the handlers that took them in, the security filters among
 * them, have let go of them: for as long as one waits inside of those, it keeps all of their
 * operators alive, which are three times its own.
 */
@Component
public class Parking implements WebFilter, Ordered {
    private static final String ANSWER = Parking.class.getName();

    private record Answer(Mono<? extends Publisher<byte[]>> json) {}

    /**
     * Has a request answered with JSON as soon as its handler completes. Errors are rendered like
     * the handler's own.
     *
     * @param json one that is a {@link Mono} is sent in one piece
     */
    public static void answerLater(
            ServerWebExchange exchange, Mono<? extends Publisher<byte[]>> json) {
        exchange.getAttributes().put(ANSWER, new Answer(json));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> chain.filter(exchange)).then(Mono.defer(() -> answer(exchange)));
    }

    /** Around all others. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private static Mono<Void> answer(ServerWebExchange exchange) {
        return exchange.getAttributes().remove(ANSWER) instanceof Answer(var json)
                ? json.flatMap(body -> write(exchange.getResponse(), body))
                : Mono.empty();
    }

    private static Mono<Void> write(ServerHttpResponse response, Publisher<byte[]> json) {
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        DataBufferFactory buffers = response.bufferFactory();
        return response.writeWith(
                json instanceof Mono<byte[]> whole
                        ? whole.doOnNext(
                                        bytes ->
                                                response.getHeaders()
                                                        .setContentLength(bytes.length))
                                .map(buffers::wrap)
                        : Flux.from(json).map(buffers::wrap));
    }
}
