package dev.ganglion.media.upload;

import static dev.ganglion.media.MediaClient.V1;
import static dev.ganglion.media.MediaClient.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.media.EndlessBody;
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
import org.springframework.web.reactive.function.client.WebClientRequestException;

import reactor.core.publisher.Flux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

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
        byte[] bytes = "a=1&b=%20".getBytes(StandardCharsets.US_ASCII);

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
    void m05_aSenderThatDoesNotStopIsCutOff() {
        EndlessBody endless = new EndlessBody();

        try {
            web.post()
                    .uri(V3 + "/upload")
                    .headers(tokens.forUser(alice.user()))
                    .contentType(MediaType.IMAGE_PNG)
                    .body(BodyInserters.fromDataBuffers(endless.chunks()))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(413);
        } catch (WebClientRequestException cutOff) {
            // Whoever is still talking may never hear why.
        }

        await().untilTrue(endless.isCutOff());
        await().untilAsserted(() -> assertThat(incoming()).isEmpty());
    }

    @Test
    void m05_nothingIsLeftWhenTheSenderGoesAway() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        tokens.forUser(alice.user()).accept(headers);
        StringBuilder head = new StringBuilder("POST " + V3 + "/upload HTTP/1.1\r\nHost: x\r\n");
        headers.forEach((name, values) -> head.append(name + ": " + values.getFirst() + "\r\n"));
        head.append("Content-Length: 100000\r\n\r\nonly the beginning");

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            await().until(() -> incoming().size() == 1);
        }

        await().untilAsserted(() -> assertThat(incoming()).isEmpty());
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
