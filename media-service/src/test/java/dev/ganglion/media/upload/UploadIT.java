package dev.ganglion.media.upload;

import static dev.ganglion.media.MediaClient.V1;
import static dev.ganglion.media.MediaClient.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ganglion.media.MediaClient;
import dev.ganglion.media.MediaTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import reactor.core.publisher.Flux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

@MediaTest
class UploadIT {
    private static final int LIMIT = 1024 * 1024;

    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @LocalServerPort int port;
    private MediaClient alice;

    @BeforeEach
    void users() {
        alice = MediaClient.alice(web, tokens);
    }

    @Test
    void whatIsUploadedIsReadBackByteForByte() {
        byte[] bytes = randomBytes(200_000);

        var media = alice.uploads(bytes, "application/zip");

        assertThat(media.serverName().value()).isEqualTo("test.local");
        MediaClient.bob(web, tokens)
                .downloads(media)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_TYPE, "application/zip")
                .expectHeader()
                .contentLength(bytes.length)
                .expectBody(byte[].class)
                .isEqualTo(bytes);
    }

    /** What curl says of whatever it sends: elsewhere it is taken for JSON. */
    @Test
    void whatIsUploadedAsAFormStaysAForm() {
        byte[] bytes = "a=1&b=%20".getBytes(US_ASCII);

        var media = alice.uploads(bytes, MediaType.APPLICATION_FORM_URLENCODED_VALUE);

        alice.downloads(media)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .expectBody(byte[].class)
                .isEqualTo(bytes);
    }

    @Test
    void anEmptyFileIsAFile() {
        var media = alice.uploads(new byte[0], "text/plain");

        alice.downloads(media).expectStatus().isOk().expectBody().isEmpty();
    }

    @Test
    void m05_moreThanTheLimitIsRefusedWhenAnnounced() throws IOException {
        alice.post(V3 + "/upload", new byte[LIMIT + 1], "image/png")
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_TOO_LARGE");
        assertThat(incoming()).isEmpty();
    }

    @Test
    void m05_moreThanTheLimitIsRefusedWhenItComesInChunks() {
        var chunk = new byte[64 * 1024];
        Flux<DataBuffer> chunks =
                Flux.range(0, 17).map(_ -> DefaultDataBufferFactory.sharedInstance.wrap(chunk));

        web.post()
                .uri(V3 + "/upload")
                .headers(tokens.forUser(alice.user()))
                .contentType(MediaType.IMAGE_PNG)
                .body(BodyInserters.fromDataBuffers(chunks))
                .exchange()
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_TOO_LARGE");
        await().untilAsserted(() -> assertThat(incoming()).isEmpty());
    }

    @Test
    void m05_aSenderThatDoesNotStopIsRefusedAllTheSame() throws IOException {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(US_ASCII);

        CompletableFuture<Void> sender;
        try (Socket socket = uploading("Transfer-Encoding: chunked")) {
            sender = CompletableFuture.runAsync(() -> goOnSending(chunk, socket));

            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 413");
            await().untilAsserted(() -> assertThat(incoming()).isEmpty());
        }
        sender.join();
    }

    private static void goOnSending(byte[] chunk, Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void m05_nothingIsLeftWhenTheSenderGoesAway() throws IOException {
        try (Socket socket = uploading("Content-Length: 100000")) {
            socket.getOutputStream().write("only the beginning".getBytes(US_ASCII));
            await().until(() -> incoming().size() == 1);
        }

        await().untilAsserted(() -> assertThat(incoming()).isEmpty());
    }

    /** A connection on which the head of an upload was sent. */
    private Socket uploading(String header) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        tokens.forUser(alice.user()).accept(headers);
        StringBuilder head = new StringBuilder("POST " + V3 + "/upload HTTP/1.1\r\nHost: x\r\n");
        headers.forEach((name, values) -> head.append(name + ": " + values.getFirst() + "\r\n"));
        head.append(header).append("\r\n\r\n");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(head.toString().getBytes(US_ASCII));
        return socket;
    }

    @Test
    void onlyUsersMayUpload() {
        web.post()
                .uri(V3 + "/upload")
                .headers(tokens.forNobody())
                .bodyValue("x")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_MISSING_TOKEN");
    }

    @Test
    void clientsLearnTheLimitBeforehand() {
        for (String path : List.of(V1 + "/config", V3 + "/config")) {
            alice.gets(path)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .json("{\"m.upload.size\": 1048576}");
        }
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static List<Path> incoming() throws IOException {
        try (var files = Files.list(Path.of("target/test-media/incoming"))) {
            return files.toList();
        }
    }
}
