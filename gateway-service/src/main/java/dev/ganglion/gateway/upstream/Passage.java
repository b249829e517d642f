package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Endpoint;
import dev.ganglion.gateway.route.Service;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A request on its way through, ready to be sent as often as it takes.
 *
 * @param target path and query, as the client sent them, without a token
 * @param headers what the service gets to see
 * @param affinityKey what the replica is chosen by; absent for any replica
 * @param silence how long the service may be silent
 */
public record Passage(
        Endpoint endpoint,
        HttpMethod method,
        String target,
        HttpHeaders headers,
        @Nullable String affinityKey,
        Duration silence) {

    /** Whether it does no harm that a service gets this request twice. */
    boolean isRepeatable() {
        return method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || hasTransactionId();
    }

    /** Whether its transaction identifier makes it recognizable. */
    boolean hasTransactionId() {
        return method.equals(HttpMethod.PUT) && endpoint.hasTransactionId();
    }

    /** Whether it sends an event into a room. */
    boolean isMessage() {
        return hasTransactionId() && endpoint.service() == Service.ROOM;
    }
}
