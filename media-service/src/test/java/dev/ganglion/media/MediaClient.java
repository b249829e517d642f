package dev.ganglion.media;

import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.TestTokens;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Map;

/** A user who uploads and reads. */
public record MediaClient(WebTestClient web, TestTokens tokens, UserId user) {
    public static final String V1 = "/_matrix/client/v1/media";
    public static final String V3 = "/_matrix/media/v3";

    public static MediaClient alice(WebTestClient web, TestTokens tokens) {
        return new MediaClient(web, tokens, UserId.parse("@alice:test.local"));
    }

    public static MediaClient bob(WebTestClient web, TestTokens tokens) {
        return new MediaClient(web, tokens, UserId.parse("@bob:test.local"));
    }

    public MxcUri uploads(byte[] bytes, String contentType) {
        return uri(post(V3 + "/upload", bytes, contentType));
    }

    public MxcUri uploads(byte[] bytes, String contentType, String filename) {
        return uri(post(V3 + "/upload?filename={filename}", bytes, contentType, filename));
    }

    public WebTestClient.ResponseSpec post(
            String path, byte[] bytes, String contentType, Object... variables) {
        return web.post()
                .uri(path, variables)
                .headers(tokens.forUser(user))
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .bodyValue(bytes)
                .exchange();
    }

    public WebTestClient.ResponseSpec puts(MxcUri media, String text) {
        return web.put()
                .uri(V3 + "/upload" + path(media))
                .headers(tokens.forUser(user))
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue(text)
                .exchange();
    }

    public WebTestClient.ResponseSpec downloads(MxcUri media) {
        return gets(V1 + "/download" + path(media));
    }

    public WebTestClient.ResponseSpec thumbnail(MxcUri media, String query) {
        return gets(V1 + "/thumbnail" + path(media) + "?" + query);
    }

    public WebTestClient.ResponseSpec gets(String path, Object... variables) {
        return web.get().uri(path, variables).headers(tokens.forUser(user)).exchange();
    }

    public static String path(MxcUri media) {
        return "/" + media.serverName() + "/" + media.mediaId();
    }

    private static MxcUri uri(WebTestClient.ResponseSpec response) {
        Map<?, ?> body =
                response.expectStatus()
                        .isOk()
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody();
        return MxcUri.parse(String.valueOf(body == null ? null : body.get("content_uri")));
    }
}
