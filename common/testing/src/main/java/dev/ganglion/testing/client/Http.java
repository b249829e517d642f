package dev.ganglion.testing.client;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** JSON over HTTP. */
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;
    private final Consumer<HttpResponse<byte[]>> listener;

    Http(URI base, Consumer<HttpResponse<byte[]>> listener) {
        this.base = base;
        this.listener = listener;
    }

    JsonObject call(
            String method, String path, Optional<String> accessToken, Optional<JsonObject> body) {
        return callWith(method, path, accessToken, body.map(CanonicalJson::encode));
    }

    /** Whatever the body is, it is said to be JSON. */
    JsonObject callWith(
            String method, String path, Optional<String> accessToken, Optional<byte[]> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        var publisher =
                body.map(HttpRequest.BodyPublishers::ofByteArray)
                        .orElseGet(HttpRequest.BodyPublishers::noBody);
        return answer(method + " " + path, send(request.method(method, publisher).build()));
    }

    /** For the few answers that are more than canonical JSON can say. */
    String text(String method, String path, String accessToken, JsonObject body) {
        HttpRequest request =
                request(path, accessToken)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.encode(body)))
                        .build();
        return new String(successful(method + " " + path, send(request)), StandardCharsets.UTF_8);
    }

    /** For the few answers that are a list. */
    JsonArray list(String path, String accessToken) {
        byte[] body = successful("GET " + path, send(request(path, accessToken).build()));
        return (JsonArray) Json.parse(body);
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
        return successful("GET " + path, send(request(path, accessToken).build()));
    }

    private HttpRequest.Builder request(String path, String accessToken) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + accessToken);
    }

    private static JsonObject answer(String call, HttpResponse<byte[]> response) {
        return json(successful(call, response));
    }

    private static byte[] successful(String call, HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw new MatrixError(call, response.statusCode(), json(response.body()));
        }
        return response.body();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        HttpResponse<byte[]> response = exchange(request);
        listener.accept(response);
        return response;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
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
