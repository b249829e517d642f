package dev.ganglion.gateway.upstream;

import reactor.netty.http.client.HttpClient;

import java.net.InetSocketAddress;

/** One running copy of a service. */
final class Replica {
    private final InetSocketAddress address;
    private final HttpClient client;
    private final HttpClient prober;
    private final long seed;
    private volatile boolean isDown;

    /**
     * @param client for requests of clients
     * @param prober for the question whether it is ready
     */
    Replica(InetSocketAddress address, HttpClient client, HttpClient prober) {
        this.address = address;
        this.client = client.remoteAddress(() -> address);
        this.prober = prober.remoteAddress(() -> address);
        this.seed = Rendezvous.hash(address.toString());
    }

    InetSocketAddress address() {
        return address;
    }

    HttpClient client() {
        return client;
    }

    HttpClient prober() {
        return prober;
    }

    long seed() {
        return seed;
    }

    boolean isDown() {
        return isDown;
    }

    void markDown() {
        isDown = true;
    }

    void markUp() {
        isDown = false;
    }

    @Override
    public String toString() {
        return address + (isDown ? " (down)" : "");
    }
}
