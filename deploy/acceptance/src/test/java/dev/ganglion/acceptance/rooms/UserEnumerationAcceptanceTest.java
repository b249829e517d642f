package dev.ganglion.acceptance.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * On a server whose profiles only those see who share a room, somebody who shares none with Alice
 * sees the same of her as of a name that nobody has: status, headers and body. What auth-service
 * answers by itself is in its own test of this name.
 */
@ExtendWith(Stage.class)
class UserEnumerationAcceptanceTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String KNOWN = "known-" + UUID.randomUUID();
    private static final String UNKNOWN = "other-" + UUID.randomUUID();

    private static Homeserver server;
    private static MatrixSession mallory;
    private static RoomId room;

    private record Seen(int status, Map<String, String> headers, String body) {}

    @BeforeAll
    static void startServer(Clients clients) {
        server =
                Homeserver.start(
                        clients,
                        Map.of(
                                "GANGLION_RATE_LIMITS", "off",
                                "GANGLION_PROFILE_VISIBLETO", "shared-rooms"));
        server.client().register(KNOWN, "the password of somebody");
        mallory = server.person("mallory");
        room = mallory.createRoom(JsonObject.of("preset", "private_chat"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | v3/profile/{id} |",
                "GET | v3/profile/{id}/displayname |",
                "GET | v3/profile/{id}/avatar_url |",
                "GET | v3/presence/{id}/status |",
                "GET | v1/mutual_rooms?user_id={id} |",
                "POST | v3/user_directory/search | {'search_term': '{name}'}",
                "POST | v3/user_directory/search | {'search_term': '{id}'}",
                "POST | v3/keys/query | {'device_keys': {'{id}': []}}",
                "POST | v3/keys/claim | {'one_time_keys': {'{id}': {'D': 'signed_curve25519'}}}",
                "PUT | v3/sendToDevice/m.test/{txn} | {'messages': {'{id}': {'*': {}}}}",
                "PUT | v3/sendToDevice/m.test/{txn} | {'messages': {'{id}': {'D': {}}}}",
                "POST | v3/users/{id}/report | {'reason': 'x'}",
                "GET | v3/admin/whois/{id} |",
                "GET | v3/user/{id}/account_data/m.x |",
                "PUT | v3/user/{id}/account_data/m.x | {}",
                "GET | v3/user/{id}/filter/1 |",
                "POST | v3/user/{id}/filter | {}",
                "POST | v3/user/{id}/openid/request_token | {}",
                "GET | v3/user/{id}/rooms/{room}/tags |",
                "PUT | v3/profile/{id}/displayname | {'displayname': 'x'}",
                "PUT | v3/presence/{id}/status | {'presence': 'online'}",
                "PUT | v3/rooms/{room}/typing/{id} | {'typing': false}",
                "GET | v3/rooms/{room}/state/m.room.member/{id} |",
                "POST | v3/rooms/{room}/kick | {'user_id': '{id}'}",
                "POST | v3/rooms/{room}/unban | {'user_id': '{id}'}",
                "GET | v3/directory/room/%23{name}:localhost |",
                "POST | v3/rooms/{room}/invite | {'user_id': '{id}'}",
            })
    void a06NobodyLearnsWhoIsThere(String method, String path, @Nullable String body) {
        String json = body == null ? "" : body.replace('\'', '"');

        Seen ofUnknown = seen(UNKNOWN, method, path, json, mallory.accessToken());

        assertThat(ofUnknown).isEqualTo(seen(KNOWN, method, path, json, mallory.accessToken()));
        assertThat(ofUnknown.status()).isNotIn(405, 500, 503);
        assertThat(ofUnknown.body()).doesNotContain("M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @CsvSource({
        "v3/profile/{id}",
        "v3/profile/{id}/displayname",
        "v3/presence/{id}/status",
        "v3/admin/whois/{id}"
    })
    void a06NobodyLearnsWhoIsThereWithoutLoggingIn(String path) {
        assertThat(seen(UNKNOWN, "GET", path, "", "")).isEqualTo(seen(KNOWN, "GET", path, "", ""));
    }

    private static Seen seen(String who, String method, String path, String body, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url().resolve("/_matrix/client/" + filled(path, who)))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(filled(body, who)))
                        .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = send(request.build());
        Map<String, String> headers = new TreeMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values + ""));
        headers.remove("date");
        return new Seen(answer.statusCode(), headers, answer.body().replace(who, "{name}"));
    }

    private static String filled(String text, String who) {
        return text.replace("{id}", "@" + who + ":localhost")
                .replace("{name}", who)
                .replace("{room}", room.value())
                .replace("{txn}", UUID.randomUUID().toString());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
