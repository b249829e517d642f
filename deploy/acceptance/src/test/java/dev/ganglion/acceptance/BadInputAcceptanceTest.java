package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.Paths;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Whatever a client throws at an operation: a Matrix error of the 4xx kind, and a database that has
 * not changed.
 */
@ExtendWith(Stage.class)
class BadInputAcceptanceTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<Operation> OPERATIONS = Operations.all();

    private static Cluster cluster;
    private static MatrixSession alice;
    private static MatrixSession mallory;
    private static RoomId room;
    private static String event;

    private Map<String, String> before = Map.of();

    @BeforeAll
    static void aRoomThatMalloryIsNotIn(Clients clients) {
        cluster = Cluster.of(1);
        MatrixClient client = clients.of(cluster.gateway());
        alice = client.register("alice", "the password of alice");
        mallory = client.register("mallory", "the password of mallory");
        room = alice.createRoom("private");
        event = alice.send(room, "private").value();
        await().until(BadInputAcceptanceTest::isFound);
    }

    /** Whether the words of the message and of the room's name are stored, a moment later. */
    private static boolean isFound() {
        JsonObject words =
                Json.parseObject(
                        """
                        {"search_categories": {"room_events": {"search_term": "private"}}}
                        """);
        return alice.callForText("POST", Paths.v3("search"), words).contains("\"count\":2");
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void readDatabase() throws SQLException {
        before = DatabaseContents.of(cluster.database());
    }

    @AfterEach
    void nothingHasChanged() throws SQLException {
        assertThat(DatabaseContents.of(cluster.database())).isEqualTo(before);
    }

    @Test
    void everyOperationIsAmongThem() {
        assertThat(OPERATIONS)
                .hasSizeGreaterThan(80)
                .extracting(Operation::toString)
                .contains(
                        "GET /_matrix/client/v3/sync",
                        "POST /_matrix/client/v3/createRoom",
                        "PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled");
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void badBodiesAreRefused(Operation operation) throws Exception {
        String path = operation.filled(names(room.value()));
        for (Map.Entry<String, byte[]> body : BadBodies.forAny().entrySet()) {
            assertRefused(
                    send(operation, path, alice.accessToken(), body.getValue()),
                    operation + " with " + body.getKey());
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void wrongTypesAreRefused(Operation operation) throws Exception {
        String path = operation.filled(names(room.value()));
        for (String field : operation.fields()) {
            for (String value : BadBodies.VALUES_OF_NO_USE) {
                byte[] body = BadBodies.bytes("{\"" + field + "\":" + value + "}");
                assertRefused(
                        send(operation, path, alice.accessToken(), body),
                        operation + " with the " + field + " " + value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operationsForUsers")
    void withoutATokenOrWithAForeignOneNothingIsDone(Operation operation) throws Exception {
        String path = operation.filled(names(room.value()));
        for (String token :
                List.of("", "nonsense", "x".repeat(5_000), "eyJhbGciOiJub25lIn0.e30.")) {
            HttpResponse<String> answer = send(operation, path, token, BadBodies.bytes("{}"));
            assertRefused(answer, operation + " with the token \"" + token + "\"");
            assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("operationsInARoom")
    void foreignRoomsStayClosed(Operation operation) throws Exception {
        byte[] body = BadBodies.bytes("{\"user_id\":\"" + alice.userId() + "\",\"topic\":\"x\"}");
        for (String other :
                List.of(room.value(), "!absent:test.local", "!" + "a".repeat(43), "x", "!\0:x")) {
            assertRefused(
                    send(operation, operation.filled(names(other)), mallory.accessToken(), body),
                    operation + " in the room " + other);
        }
    }

    static List<Operation> operationsWithBody() {
        return OPERATIONS.stream().filter(Operation::hasBody).toList();
    }

    static List<Operation> operationsForUsers() {
        return OPERATIONS.stream().filter(Operation::needsUser).toList();
    }

    static List<Operation> operationsInARoom() {
        return operationsForUsers().stream().filter(Operation::isAboutARoom).toList();
    }

    private static Map<String, String> names(String roomId) {
        return Map.of(
                "roomId", roomId,
                "room", roomId,
                "userId", alice.userId().value(),
                "eventId", event,
                "alias", "#bad:test.local",
                "serverName", "test.local",
                "eventType", "m.room.topic",
                "field", "displayname",
                "receiptType", "m.read");
    }

    private static void assertRefused(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isBetween(400, 499);
        // A request for user-interactive authentication has flows in place of an error.
        assertThat(answer.body()).as(what).containsAnyOf("\"errcode\":\"M_", "\"flows\":");
    }

    private static HttpResponse<String> send(
            Operation operation, String path, String token, byte[] body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(cluster.gateway() + path))
                        .method(
                                operation.method(),
                                operation.hasBody()
                                        ? BodyPublishers.ofByteArray(body)
                                        : BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
