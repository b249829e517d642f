package dev.ganglion.gateway.upstream;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;

import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;

/** What the failures of a connection to a service mean. */
final class Failures {
    private Failures() {}

    /** No byte of the request can have reached a service. */
    static boolean isBeforeSending(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException;
    }

    /** The connection broke; the service may or may not have acted. */
    static boolean isConnectionLoss(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof reactor.netty.channel.AbortedException;
    }

    /** So many wait for a replica already that nothing more is taken for it. */
    static boolean isFull(Throwable failure) {
        return failure instanceof PoolAcquirePendingLimitException;
    }

    /** There was no connection to be had: no byte of the request can have reached a service. */
    static boolean isBusy(Throwable failure) {
        return isFull(failure) || failure instanceof PoolAcquireTimeoutException;
    }

    static Throwable forClient(Throwable failure) {
        if (failure instanceof ReadTimeoutException) {
            return MatrixException.of(504, ErrorCode.UNKNOWN, "The server took too long to answer");
        }
        return isBusy(failure) || isBeforeSending(failure) || isConnectionLoss(failure)
                ? MatrixException.unavailable("A part of the server is not available just now")
                : failure;
    }
}
