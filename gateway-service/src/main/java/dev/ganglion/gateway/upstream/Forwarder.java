package dev.ganglion.gateway.upstream;

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
 * <p>A replica that cannot be connected to, or that has no place for one more, is passed over. A
 * request whose connection broke is sent again only when it may be: a read without a body, or a PUT
 * that its transaction identifier makes recognizable. Otherwise the client is told, with 503, to
 * try again.
 */
@Component
public class Forwarder {
    private final Replicas replicas;
    private final HeldBodies heldBodies;
    private final ForwarderMetrics metrics;

    Forwarder(Replicas replicas, HeldBodies heldBodies, ForwarderMetrics metrics) {
        this.replicas = replicas;
        this.heldBodies = heldBodies;
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
        long limit = passage.isMessage() ? Math.min(limitBytes, HeldBodies.LARGEST) : limitBytes;
        if (contentLength > limit) {
            return Mono.error(Bodies.tooLarge(limit));
        }
        List<Replica> candidates = candidates(passage);
        if (isHeld(passage, contentLength)) {
            return heldBodies.hold(
                    request,
                    limit,
                    body ->
                            attempt(
                                    new Delivery(passage, response, Mono.just(body), true),
                                    candidates,
                                    0));
        }
        Flux<ByteBuf> body = Bodies.streamed(request, limit);
        return attempt(new Delivery(passage, response, body, false), candidates, 0);
    }

    /** Every message: one that is still on its way to the gateway must not take up a turn. */
    private static boolean isHeld(Passage passage, long contentLength) {
        boolean isSmall = contentLength >= 0 && contentLength <= HeldBodies.LARGEST;
        return passage.isMessage() || (passage.hasTransactionId() && isSmall);
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
        Replica next = candidates.get((attempt + 1) % candidates.size());
        // One more attempt than replicas: the only replica may just have closed an idle connection.
        boolean isLast = attempt >= candidates.size();
        return send(delivery, replica)
                .onErrorResume(
                        failure -> {
                            note(delivery, replica, failure);
                            return !isLast && mayRepeat(delivery, failure, replica, next)
                                    ? attempt(delivery, candidates, attempt + 1)
                                    : Mono.error(forClient(delivery, failure));
                        });
    }

    private void note(Delivery delivery, Replica replica, Throwable failure) {
        if (Failures.isBeforeSending(failure)) {
            replica.markDown();
        }
        if (!Failures.isBusy(failure)) {
            metrics.failed(delivery.passage.endpoint().service());
        }
    }

    private Throwable forClient(Delivery delivery, Throwable failure) {
        if (Failures.isBusy(failure)) {
            metrics.refused(delivery.passage.endpoint().service());
        }
        return Failures.forClient(failure);
    }

    private static boolean mayRepeat(
            Delivery delivery, Throwable failure, Replica replica, Replica next) {
        if (delivery.response.isCommitted()) {
            return false;
        }
        return Failures.isBeforeSending(failure)
                || (isNotTaken(failure, replica) && next != replica && !next.isDown())
                || (delivery.isWhole
                        && delivery.passage.isRepeatable()
                        && Failures.isConnectionLoss(failure));
    }

    /** Who has waited in vain at a replica that lives would only wait once more elsewhere. */
    private static boolean isNotTaken(Throwable failure, Replica replica) {
        return Failures.isFull(failure) || (Failures.isBusy(failure) && replica.isDown());
    }

    private static Mono<Void> send(Delivery delivery, Replica replica) {
        Passage passage = delivery.passage;
        UpstreamClients clients = replica.clients();
        HttpClient client = passage.isMessage() ? clients.inTurn() : clients.ample();
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

        /** For a held body a view of its own for each attempt, released by the attempt. */
        @Nullable Publisher<? extends ByteBuf> body() {
            if (source instanceof Mono<ByteBuf> held) {
                return held.map(ByteBuf::retainedDuplicate);
            }
            return source;
        }
    }
}
