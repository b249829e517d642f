package dev.ganglion.acceptance;

import dev.ganglion.testing.client.MatrixClient;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

/** Makes the clients of the tests, so that whoever listens to one hears them all. */
public final class Clients {
    private final Consumer<HttpResponse<byte[]>> listener;

    Clients(Consumer<HttpResponse<byte[]>> listener) {
        this.listener = listener;
    }

    public MatrixClient of(URI server) {
        return new MatrixClient(server, listener);
    }
}
