package dev.ganglion.standalone;

import redis.embedded.RedisServer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Redis of this process: loopback only, with a password, nothing on disk, for it holds only
 * what may be lost.
 */
final class OwnRedis implements AutoCloseable {
    private static final int LAST_LINES = 5;

    private final RedisServer server;
    private final int port;
    private final String password;

    private OwnRedis(RedisServer server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    static OwnRedis start(Secrets secrets) {
        int port = LocalPorts.free();
        String password = secrets.password("redis");
        Deque<String> lastWords = new ArrayDeque<>();
        try {
            RedisServer server =
                    RedisServer.newRedisServer()
                            .port(port)
                            .bind("127.0.0.1")
                            .setting("requirepass " + password)
                            .setting("save \"\"")
                            .setting("appendonly no")
                            .setting("maxmemory 256mb")
                            .setting("maxmemory-policy volatile-lru")
                            .soutListener(line -> remember(lastWords, line))
                            .serrListener(line -> remember(lastWords, line))
                            .build();
            server.start();
            return new OwnRedis(server, port, password);
        } catch (IOException e) {
            throw new StartRefused("Redis did not start: " + e.getMessage() + " " + lastWords, e);
        }
    }

    String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }

    private static synchronized void remember(Deque<String> lines, String line) {
        lines.addLast(line);
        if (lines.size() > LAST_LINES) {
            lines.removeFirst();
        }
    }
}
