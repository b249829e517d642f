package dev.ganglion.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class EdgeServerCustomizerTest {
    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNK = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

    @Test
    @DisplayName("D04: a body that never ends is answered, and read no longer than a while after")
    void d04_aBodyThatNeverEndsIsAnsweredAndReadNoLongerThanAWhileAfter() throws IOException {
        DisposableServer server =
                new EdgeServerCustomizer(Duration.ofMillis(300))
                        .apply(HttpServer.create().host("127.0.0.1").port(0))
                        .handle((_, response) -> response.status(413).sendString(Mono.just("no")))
                        .bindNow();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            CompletableFuture<Void> cutOff = CompletableFuture.runAsync(() -> talk(socket));

            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            await().until(cutOff::isDone);
        } finally {
            server.disposeNow();
        }
    }

    /** Ends when nobody listens any more. */
    private static void talk(Socket socket) {
        byte[] chunk = CHUNK.getBytes(StandardCharsets.US_ASCII);
        try {
            OutputStream out = socket.getOutputStream();
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(chunk);
            }
        } catch (IOException closed) {
            // what the test waits for
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }
}
