package dev.ganglion.sync.model;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What was asked in a history, and how it was answered: what one reads when it fails. */
final class DeedLog {
    private final List<String> entries = new ArrayList<>();

    /** What was answered; empty when it was refused. */
    Optional<JsonObject> answer(ResponseSpec response) {
        var result = response.expectBody().returnResult();
        int status = result.getStatus().value();
        byte[] question = Objects.requireNonNullElse(result.getRequestBodyContent(), new byte[0]);
        byte[] body = Objects.requireNonNullElse(result.getResponseBody(), new byte[0]);
        entries.add(
                "%s %s %s -> %d %s"
                        .formatted(
                                result.getMethod(),
                                result.getUrl(),
                                text(question),
                                status,
                                text(body)));
        if (status >= 500) {
            throw new AssertionError("A fault of the server: " + result);
        }
        return status == 200 ? Optional.of(Json.parseObject(body)) : Optional.empty();
    }

    void note(String entry) {
        entries.add(entry);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return String.join("\n", entries);
    }
}
