package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Service;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.server.HttpServerRequest;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends a request to a replica of its service and its answer to the client.
 *
 * <p>A replica that cannot be connected to is passed over. A request whose connection broke is sent
 * again only when it may be: a read, or a PUT that its transaction identifier makes recognizable.
 * Otherwise the client is told, with 503, to try again.
 */
@Component
public class Forwarder {
    private final Replicas replicas;
    private final ForwarderMetrics metrics;

    Forwarder(Replicas replicas, ForwarderMetrics metrics) {
        this.replicas = replicas;
        this.metrics = metrics;
    }

    /** A request without a body. */
    public Mono<Void> forward(Passage passage, ServerHttpResponse response) {
        return attempt(new Delivery(passage, response, null, true), candidates(passage), 0);
    }

    /** A request with a body of {@code contentLength} bytes, or of unknown length when negative. */
    public Mono<Void> forward(
            Passage passage,
            ServerHttpResponse response,
            HttpServerRequest request,
            long contentLength,
            long limitBytes) {
        if (contentLength > limitBytes) {
            return Mono.error(Bodies.tooLarge(limitBytes));
        }
        List<Replica> candidates = candidates(passage);
        if (passage.isRepeatable() && Bodies.mayBeHeld(contentLength)) {
            return Bodies.held(
                    request,
                    body ->
                            attempt(
                                    new Delivery(passage, response, Mono.just(body), true),
                                    candidates,
                                    0));
        }
        Flux<ByteBuf> body = Bodies.streamed(request, limitBytes);
        return attempt(new Delivery(passage, response, body, false), candidates, 0);
    }

    private List<Replica> candidates(Passage passage) {
        String key = passage.affinityKey();
        long hash = key == null ? ThreadLocalRandom.current().nextLong() : Rendezvous.hash(key);
        return Rendezvous.order(replicas.of(passage.endpoint().service()), hash);
    }

    private Mono<Void> attempt(Delivery delivery, List<Replica> candidates, int attempt) {
        if (candidates.isEmpty()) {
            return Mono.error(Failures.forClient(new ConnectException("No replica")));
        }
        Replica replica = candidates.get(attempt % candidates.size());
        // One more attempt than replicas: the only replica may just have closed an idle connection.
        boolean isLast = attempt >= candidates.size();
        return send(delivery, replica)
                .onErrorResume(
                        failure -> {
                            note(delivery, replica, failure);
                            return !isLast && mayRepeat(delivery, failure)
                                    ? attempt(delivery, candidates, attempt + 1)
                                    : Mono.error(Failures.forClient(failure));
                        });
    }

    private void note(Delivery delivery, Replica replica, Throwable failure) {
        if (Failures.isBeforeSending(failure)) {
            replica.markDown();
        }
        metrics.failed(delivery.passage.endpoint().service());
    }

    private static boolean mayRepeat(Delivery delivery, Throwable failure) {
        if (delivery.response.isCommitted()) {
            return false;
        }
        return Failures.isBeforeSending(failure)
                || Failures.isFull(failure)
                || (delivery.isWhole
                        && delivery.passage.isRepeatable()
                        && Failures.isConnectionLoss(failure));
    }

    private static Mono<Void> send(Delivery delivery, Replica replica) {
        Passage passage = delivery.passage;
        UpstreamClients clients = replica.clients();
        HttpClient client = delivery.takesTurns() ? clients.inTurn() : clients.ample();
        return client.responseTimeout(passage.silence())
                .request(passage.method())
                .uri(passage.target())
                .send((request, out) -> write(delivery, request, out))
                .response((answer, content) -> Answers.copy(answer, content, delivery.response))
                .then();
    }

    /** The body's framing is said by a length or by a transfer coding, never by neither. */
    private static Publisher<Void> write(
            Delivery delivery, HttpClientRequest request, NettyOutbound out) {
        HttpHeaders headers = request.requestHeaders().setAll(delivery.passage.headers());
        Publisher<? extends ByteBuf> body = delivery.body();
        if (body == null) {
            return out;
        }
        if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return out.send(body);
    }

    /**
     * @param isWhole whether the body is at hand for a repetition
     */
    private record Delivery(
            Passage passage,
            ServerHttpResponse response,
            @Nullable Publisher<ByteBuf> source,
            boolean isWhole) {

        /**
         * Messages come in thousands and hold much memory in room-service while they are answered.
         * They are held here before they are sent and their answers are short: no client, however
         * slow, keeps the next one waiting.
         */
        boolean takesTurns() {
            return source instanceof Mono<ByteBuf> && passage.endpoint().service() == Service.ROOM;
        }

        /** For a held body a view of its own for each attempt, released by the attempt. */
        @Nullable Publisher<? extends ByteBuf> body() {
            if (source instanceof Mono<ByteBuf> held) {
                return held.map(ByteBuf::retainedDuplicate);
            }
            return source;
        }
    }
}
