package dev.ganglion.service.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.resource.ClientResources;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

class RedisConnectionTest {
    /** Longer than the time between two tries. */
    private static final int PATIENCE_MILLIS = 1_500;

    private final ClientResources resources = ClientResources.create();

    @AfterEach
    void shutDown() {
        resources.shutdown().awaitUninterruptibly();
    }

    @Test
    void whoNeverFoundRedisStopsTryingWhenClosed() throws IOException {
        int port = freePort();
        RedisConnection connection =
                new RedisConnection(resources, "redis://127.0.0.1:" + port, "a test");

        connection.close();

        try (ServerSocket redis = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            redis.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(redis::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
