package dev.ganglion.testing.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that read nothing of what they asked for, or never end their question. */
public final class SlowClients implements AutoCloseable {
    /** A socket takes in little on its own. */
    private static final int BUFFER = 4_096;

    private final URI server;
    private final List<Socket> sockets = new ArrayList<>();

    public SlowClients(URI server) {
        this.server = server;
    }

    /**
     * One more, which asks and then does nothing.
     *
     * @param path of a request that is read, with its query
     * @param headers lines, each with its end
     */
    public void ask(String path, String headers) {
        write("GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n".formatted(path, headers));
    }

    /** One more, whose headers do not end. */
    public void begin(String path) {
        write("GET %s HTTP/1.1\r\nHost: a\r\nX-Never: ".formatted(path));
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(String request) {
        Socket socket = new Socket();
        sockets.add(socket);
        try {
            socket.setReceiveBufferSize(BUFFER);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
