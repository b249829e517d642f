package dev.ganglion.gateway.upstream;

import java.net.InetSocketAddress;

/** One running copy of a service. */
final class Replica {
    private final InetSocketAddress address;
    private final UpstreamClients clients;
    private final long seed;
    private volatile boolean isDown;

    Replica(InetSocketAddress address, UpstreamClients clients) {
        this.address = address;
        this.clients =
                new UpstreamClients(
                        clients.ample().remoteAddress(() -> address),
                        clients.inTurn().remoteAddress(() -> address),
                        clients.probing().remoteAddress(() -> address));
        this.seed = Rendezvous.hash(address.toString());
    }

    InetSocketAddress address() {
        return address;
    }

    /** The clients, each of this replica alone. */
    UpstreamClients clients() {
        return clients;
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
