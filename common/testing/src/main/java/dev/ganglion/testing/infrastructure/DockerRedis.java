package dev.ganglion.testing.infrastructure;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Redis as a container. A restarted container would get another port, so that stopping cuts and
 * freezes it.
 */
final class DockerRedis implements RedisServer {
    private static final int PORT = 6379;

    private final GenericContainer<?> container;

    private DockerRedis(GenericContainer<?> container) {
        this.container = container;
    }

    /** Runs for the whole JVM, and Testcontainers' reaper ends it after. */
    @SuppressWarnings("resource")
    static RedisServer launched() {
        var container =
                new GenericContainer<>(DockerImageName.parse("redis:8-alpine"))
                        .withExposedPorts(PORT)
                        .withCommand("redis-server", "--save", "", "--appendonly", "no");
        container.start();
        return new DockerRedis(container);
    }

    @Override
    public String url() {
        return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    /** New connections hang instead of being refused: the harder case of the two. */
    @Override
    public void stop() {
        execute("redis-cli", "client", "kill", "type", "normal");
        execute("redis-cli", "client", "kill", "type", "pubsub");
        container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void start() {
        container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
        execute("redis-cli", "flushall");
    }

    private void execute(String... command) {
        try {
            container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
