package dev.ganglion.testing.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Redis as a child process. */
final class EmbeddedRedis implements RedisServer {
    private final int port;
    private redis.embedded.RedisServer process;

    private EmbeddedRedis(int port) {
        this.port = port;
        this.process = launch(port);
    }

    static RedisServer launched() {
        return new EmbeddedRedis(freePort());
    }

    @Override
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public synchronized void stop() {
        try {
            process.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void start() {
        process = launch(port);
    }

    private static redis.embedded.RedisServer launch(int port) {
        try {
            var server =
                    redis.embedded.RedisServer.newRedisServer()
                            .bind("127.0.0.1")
                            .port(port)
                            .setting("save \"\"")
                            .setting("appendonly no")
                            .onShutdownForceStop(true)
                            .build();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
