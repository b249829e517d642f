package dev.ganglion.testing.infrastructure;

/** A Redis that tests may stop and start; its port stays the same. It forgets when it stops. */
public interface RedisServer {
    /** Such as {@code redis://127.0.0.1:6379}. */
    String url();

    /** Ends it at once; all connections break. */
    void stop();

    /** Starts it again, empty. */
    void start();
}
