package dev.ganglion.testing.client;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** JSON over HTTP. */
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;

    Http(URI base) {
        this.base = base;
    }

    /** A segment of a path or a value of a query, with everything escaped that may be. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonObject call(
            String method, String path, Optional<String> accessToken, Optional<JsonObject> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        var publisher =
                body.map(CanonicalJson::encode)
                        .map(HttpRequest.BodyPublishers::ofByteArray)
                        .orElseGet(HttpRequest.BodyPublishers::noBody);
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        return answer(method + " " + path, send(request.method(method, publisher).build()));
    }

    JsonObject upload(String path, String accessToken, byte[] file, String contentType) {
        HttpRequest request =
                request(path, accessToken)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                        .build();
        return answer("POST " + path, send(request));
    }

    byte[] download(String path, String accessToken) {
        HttpResponse<byte[]> response = send(request(path, accessToken).build());
        if (response.statusCode() != 200) {
            throw new MatrixError("GET " + path, response.statusCode(), json(response.body()));
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path, String accessToken) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + accessToken);
    }

    private static JsonObject answer(String call, HttpResponse<byte[]> response) {
        JsonObject body = json(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new MatrixError(call, response.statusCode(), body);
        }
        return body;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject json(byte[] body) {
        try {
            return Json.parseObject(body);
        } catch (InvalidJsonException _) {
            String text = new String(body, StandardCharsets.UTF_8);
            return JsonObject.of("not_json", text);
        }
    }
}
