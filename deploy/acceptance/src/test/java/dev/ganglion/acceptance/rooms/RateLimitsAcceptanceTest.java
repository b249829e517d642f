package dev.ganglion.acceptance.rooms;

import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every operation that the specification lists 429 for, on a server whose limits are low. */
@ExtendWith(Stage.class)
class RateLimitsAcceptanceTest {
    private static final int BURST = 5;

    private static Homeserver server;
    private static MatrixSession alice;

    @BeforeAll
    static void startServer(Clients clients) {
        server = Homeserver.start(clients, lowLimits());
        alice = server.person("alice");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   v3/rooms/!absent:localhost/join",
        "POST,   v3/join/!absent:localhost",
        "POST,   v3/knock/!absent:localhost",
        "POST,   v3/rooms/!absent:localhost/invite",
        "POST,   v3/rooms/!absent:localhost/leave",
        "POST,   v3/rooms/!absent:localhost/forget",
        "GET,    v3/rooms/!absent:localhost/aliases",
        "PUT,    v3/profile/@alice:localhost/displayname",
        "DELETE, v3/profile/@alice:localhost/displayname",
        "POST,   v3/user_directory/search",
        "POST,   v3/search",
        "GET,    v1/mutual_rooms",
        "GET,    v1/rooms/!absent:localhost/threads",
        "GET,    v1/rooms/!absent:localhost/hierarchy",
        "GET,    v1/rooms/!absent:localhost/timestamp_to_event"
    })
    void whoAsksTooOftenIsToldWhenToComeBack(String method, String path) {
        assertIsLimited(() -> call(method, "/_matrix/client/" + path));
    }

    @Test
    @DisplayName("D09: nobody reads all users or all rooms in one go")
    void d09NobodyReadsAllUsersOrAllRoomsInOneGo() {
        assertIsLimited(() -> call("POST", v3("publicRooms")));
        assertIsLimited(() -> server.client().get(v3("publicRooms")));
        assertIsLimited(
                () -> server.client().get(v3("register", "available") + "?username=somebody"));
    }

    private static JsonObject call(String method, String path) {
        return switch (method) {
            case "GET" -> alice.get(path);
            case "DELETE" -> alice.delete(path);
            default -> alice.call(method, path, JsonObject.EMPTY);
        };
    }

    private static void assertIsLimited(Runnable call) {
        assertThat(Stream.generate(() -> refusal(call)).limit(BURST + 1L).flatMap(Optional::stream))
                .filteredOn(refusal -> refusal.status() == 429)
                .isNotEmpty()
                .allSatisfy(
                        refusal -> {
                            assertThat(refusal.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
                            assertThat(refusal.body().integer("retry_after_ms")).isPresent();
                        });
    }

    private static Optional<MatrixError> refusal(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (MatrixError refused) {
            return Optional.of(refused);
        }
    }

    private static Map<String, String> lowLimits() {
        Map<String, String> settings = new HashMap<>();
        for (String limit :
                new String[] {
                    "JOIN_USER",
                    "SEND_USER",
                    "GENERAL_USER",
                    "SEARCH_USER",
                    "OPEN_IP",
                    "REGISTRATION_IP"
                }) {
            String name = "GANGLION_GATEWAY_LIMITS_" + limit;
            settings.put(name + "_PERSECOND", "0.001");
            settings.put(name + "_BURST", String.valueOf(BURST));
        }
        return settings;
    }
}
