package dev.ganglion.media.download;

import static dev.ganglion.media.MediaClient.V1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.media.MediaClient;
import dev.ganglion.media.MediaTest;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URI;
import java.nio.charset.StandardCharsets;

@MediaTest
class DownloadIT {
    private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.UTF_8);

    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @LocalServerPort int port;
    private MediaClient alice;

    @BeforeEach
    void users() {
        alice = MediaClient.alice(web, tokens);
    }

    @Test
    void m02_contentComesWithHeadersThatKeepItFromRunning() {
        MxcUri media = alice.uploads(TEXT, "text/plain", "notes.txt");

        alice.downloads(media)
                .expectHeader()
                .valueEquals("Content-Disposition", "inline; filename=\"notes.txt\"")
                .expectHeader()
                .valueMatches(
                        "Content-Security-Policy",
                        "sandbox; default-src 'none'; script-src 'none'; .*")
                .expectHeader()
                .valueEquals("Cross-Origin-Resource-Policy", "cross-origin")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/svg+xml",
                "application/xhtml+xml",
                "text/xml",
                "application/pdf",
                "application/javascript",
                "Text/HTML; charset=utf-8"
            })
    void m02_whatABrowserCouldRunIsAnAttachment(String type) {
        MxcUri media =
                alice.uploads("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8), type);

        alice.downloads(media).expectHeader().valueEquals("Content-Disposition", "attachment");
    }

    @Test
    void m02_noNameEndsTheHeader() {
        MxcUri media = alice.uploads(TEXT, "text/plain", "a\"b\\c\r\nSet-Cookie: d=e");

        var headers = alice.downloads(media).expectStatus().isOk().returnResult(Void.class);

        assertThat(headers.getResponseHeaders().getFirst("Content-Disposition"))
                .isEqualTo("inline; filename=\"a\\\"b\\\\cSet-Cookie: d=e\"");
        assertThat(headers.getResponseHeaders().containsHeader("Set-Cookie")).isFalse();
    }

    @Test
    void m02_aNameInAnotherScriptIsEncoded() {
        MxcUri media = alice.uploads(TEXT, "text/plain", "Привет 'x'.txt");

        alice.downloads(media)
                .expectHeader()
                .valueEquals(
                        "Content-Disposition",
                        "inline; filename*=utf-8''%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%27x%27.txt");
    }

    @Test
    void theReaderMayChooseTheName() {
        MxcUri media = alice.uploads(TEXT, "text/plain", "notes.txt");

        alice.gets(V1 + "/download" + MediaClient.path(media) + "/{name}", "my own.txt")
                .expectHeader()
                .valueEquals("Content-Disposition", "inline; filename=\"my own.txt\"");
    }

    @Test
    void aRangeIsAPart() {
        MxcUri media = alice.uploads(TEXT, "text/plain");

        range(media, "bytes=2-4")
                .expectStatus()
                .isEqualTo(206)
                .expectHeader()
                .valueEquals("Content-Range", "bytes 2-4/10")
                .expectHeader()
                .contentLength(3)
                .expectBody(String.class)
                .isEqualTo("234");
        range(media, "bytes=-2").expectBody(String.class).isEqualTo("89");
        range(media, "bytes=99-").expectStatus().isEqualTo(416);
        range(media, "bytes=4-2,x").expectStatus().isOk().expectBody().returnResult();
    }

    @Test
    void headersAloneCanBeAskedFor() {
        MxcUri media = alice.uploads(TEXT, "text/plain");

        web.head()
                .uri(V1 + "/download" + MediaClient.path(media))
                .headers(tokens.forUser(alice.user()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(TEXT.length)
                .expectBody()
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/test.local/..",
                "/test.local/..%2F..%2F..%2Fetc%2Fpasswd",
                "/test.local/%2e%2e%2fmedia-service.yml",
                "/test.local/%2Fetc%2Fpasswd",
                "/test.local/a%00b",
                "/test.local/a%5C..%5Cb",
                "/test.local/a.b",
                "/..%2F../abc",
                "/a%20b/abc"
            })
    void m01_aPathInAMediaIdIsRefused(String path) {
        for (String operation : new String[] {"/download", "/thumbnail"}) {
            web.get()
                    .uri(raw(V1 + operation + path + "?width=32&height=32"))
                    .headers(tokens.forUser(alice.user()))
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("errcode")
                    .isEqualTo("M_INVALID_PARAM");
        }
    }

    @Test
    void m01_anIdOf300CharactersIsRefused() {
        alice.gets(V1 + "/download/test.local/" + "a".repeat(300)).expectStatus().isBadRequest();
    }

    @Test
    void unknownAndForeignMediaIsNotFound() {
        for (String path : new String[] {"/test.local/unknown", "/elsewhere.org/abc"}) {
            alice.gets(V1 + "/download" + path)
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("errcode")
                    .isEqualTo("M_NOT_FOUND");
        }
    }

    @Test
    void m06_mediaCannotBeReadWithoutAToken() {
        MxcUri media = alice.uploads(TEXT, "text/plain");

        web.get()
                .uri(V1 + "/download" + MediaClient.path(media))
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isUnauthorized();
        for (String frozen : new String[] {"v3/download", "v3/thumbnail", "r0/download"}) {
            web.get()
                    .uri("/_matrix/media/" + frozen + MediaClient.path(media))
                    .headers(tokens.forNobody())
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("errcode")
                    .isEqualTo("M_NOT_FOUND");
        }
    }

    private WebTestClient.ResponseSpec range(MxcUri media, String range) {
        return web.get()
                .uri(V1 + "/download" + MediaClient.path(media))
                .headers(tokens.forUser(alice.user()))
                .header(HttpHeaders.RANGE, range)
                .exchange();
    }

    /** As it stands: neither normalized nor encoded once more. */
    private URI raw(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
