package dev.ganglion.gateway;

import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A gateway without rate limits in front of {@link Upstreams}, shared by all tests that extend it.
 */
@GanglionTest(
        properties = {
            "ganglion.rate-limits=off",
            "ganglion.upstream.response=2s",
            "ganglion.upstream.long-poll-grace=1s",
            "ganglion.upstream.sends.at-once=8",
            "ganglion.upstream.sends.waiting=20",
            "ganglion.upstream.sends.patience=1500ms",
            "ganglion.gateway.max-media=4MB",
            "ganglion.well-known.client=https://matrix.test.local",
            "ganglion.livekit.service-url=https://matrix.test.local/_ganglion/livekit/",
            "ganglion.well-known.server=matrix.test.local:443",
            "ganglion.well-known.policy-server-key=6yhHGKhCiXTSEN2ksjV7kX+N6rBQZ3Xb+M7LlC6NS/s",
            "ganglion.well-known.unstable-features.[org.example.feature]=true"
        })
public abstract class RunningGateway {
    @Autowired protected WebTestClient web;
    @LocalServerPort protected int port;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        Upstreams.register(registry);
    }

    @BeforeEach
    void resetServices() {
        Upstreams.reset();
    }

    /** Without the encoding that the test client would do. */
    protected URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Sends bytes and returns everything until the gateway closes, or falls silent. */
    protected String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException _) {
            // Silence or a reset: what has come is the answer.
        }
        return text.toString();
    }
}
