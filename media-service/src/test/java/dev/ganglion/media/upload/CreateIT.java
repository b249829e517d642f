package dev.ganglion.media.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.media.MediaClient;
import dev.ganglion.media.MediaTest;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@MediaTest
class CreateIT {
    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @Autowired DatabaseClient database;
    private MediaClient alice;

    @BeforeEach
    void users() {
        UserId user = UserId.parse("@" + UUID.randomUUID() + ":test.local");
        alice = new MediaClient(web, tokens, user);
    }

    @Test
    void contentMayComeAfterItsId() {
        MxcUri media = creates();

        alice.puts(media, "hello").expectStatus().isOk().expectBody().json("{}");

        alice.downloads(media).expectStatus().isOk().expectBody(String.class).isEqualTo("hello");
    }

    @Test
    void anIdGetsContentOnlyOnce() {
        MxcUri media = creates();
        alice.puts(media, "first").expectStatus().isOk();

        alice.puts(media, "second")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_CANNOT_OVERWRITE_MEDIA");

        alice.downloads(media).expectBody(String.class).isEqualTo("first");
    }

    @Test
    void m07_anotherUserCannotUploadToAnId() {
        MxcUri media = creates();

        MediaClient.bob(web, tokens)
                .puts(media, "mine")
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_FORBIDDEN");
    }

    @Test
    void m07_anExpiredIdIsUnknown() {
        MxcUri media = creates();
        expire(media);

        alice.puts(media, "late")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_NOT_FOUND");
        alice.downloads(media).expectStatus().isNotFound();
    }

    @Test
    void contentThatHasNotComeIsWaitedForOnlyAsLongAsTheReaderWants() {
        MxcUri media = creates();

        alice.gets(
                        MediaClient.V1
                                + "/download"
                                + MediaClient.path(media)
                                + "?timeout_ms=100&allow_redirect=true")
                .expectStatus()
                .isEqualTo(504)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_NOT_YET_UPLOADED");
    }

    @Test
    void whoWaitsTooOftenAtOnceIsNotKeptWaiting() throws InterruptedException {
        MxcUri media = creates();
        BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 51; i++) {
                threads.execute(() -> answers.add(waits(media)));
            }

            assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(504);
            alice.puts(media, "hello").expectStatus().isOk();
        }

        assertThat(answers).hasSize(50).containsOnly(200);
    }

    private int waits(MxcUri media) {
        return alice.gets(
                        MediaClient.V1
                                + "/download"
                                + MediaClient.path(media)
                                + "?timeout_ms=60000")
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    @Test
    void m07_aUserHasFewUnusedIdsAtOnce() {
        MxcUri first = creates();
        creates();
        creates();

        alice.post("/_matrix/media/v1/create", new byte[0], "application/json")
                .expectStatus()
                .isEqualTo(429)
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_LIMIT_EXCEEDED");

        alice.puts(first, "used").expectStatus().isOk();
        assertThat(creates()).isNotNull();
    }

    private MxcUri creates() {
        Map<?, ?> body =
                alice.post("/_matrix/media/v1/create", new byte[0], "application/json")
                        .expectStatus()
                        .isOk()
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(body).isNotNull();
        assertThat(body.get("unused_expires_at")).isNotNull();
        return MxcUri.parse(String.valueOf(body.get("content_uri")));
    }

    private void expire(MxcUri media) {
        database.sql("update media.media set expires_at = now() where media_id = :id")
                .bind("id", media.mediaId())
                .then()
                .block();
    }
}
