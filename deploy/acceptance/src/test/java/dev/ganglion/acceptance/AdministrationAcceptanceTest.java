package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What administrators can do, others cannot: through the gateway, straight at every service, and
 * however the path is spelt.
 */
@ExtendWith(Stage.class)
class AdministrationAcceptanceTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> SERVICES =
            List.of("auth", "room", "sync", "media", "moderation");

    private static Cluster cluster;
    private static MatrixSession alice;
    private static MatrixSession mallory;
    private static String room;
    private static Map<String, String> before = Map.of();

    @BeforeAll
    static void startCluster(Clients clients) {
        cluster = Cluster.of(1);
        alice = clients.of(cluster.gateway()).register("alice", "the password of alice");
        mallory = clients.of(cluster.gateway()).register("mallory", "the password of mallory");
        room = alice.createRoom("private").value();
        readDatabaseAtRest();
    }

    /** When all that was made has found its way into the tables. */
    private static void readDatabaseAtRest() {
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            Map<String, String> now = DatabaseContents.of(cluster.database());
                            boolean isAtRest = now.equals(before);
                            before = now;
                            return isAtRest;
                        });
    }

    @AfterAll
    static void nothingHasChanged() throws SQLException {
        try (Cluster closed = cluster) {
            assertThat(DatabaseContents.of(closed.database())).isEqualTo(before);
        }
    }

    @Test
    void everyOperationIsAmongThem() {
        assertThat(Operations.ofAdministrators())
                .hasSizeGreaterThanOrEqualTo(20)
                .extracting(Operation::toString)
                .contains(
                        "DELETE /_synapse/admin/v2/rooms/{roomId}",
                        "PUT /_matrix/client/v1/admin/lock/{userId}",
                        "PUT /_ganglion/admin/v1/moderation/policy");
    }

    static List<Operation> operations() {
        return Operations.ofAdministrators();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a13AdministrationIsForAdministrators(Operation operation) throws Exception {
        URI gateway = cluster.gateway();
        String path = path(operation);

        assertThat(send(gateway, operation, path, Map.of())).as("without a token").isEqualTo(401);
        assertThat(send(gateway, operation, path, bearer())).as("a user").isEqualTo(403);
        for (String trick : spellings(path)) {
            assertThat(send(gateway, operation, trick, Map.of())).as(trick).isIn(400, 401, 404);
            assertThat(send(gateway, operation, trick, bearer()))
                    .as(trick)
                    .isIn(400, 403, 404, 405);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a13AdministrationIsForAdministratorsStraightAtTheServicesToo(Operation operation)
            throws Exception {
        String path = path(operation);
        var answers = new TreeSet<Integer>();
        for (String service : SERVICES) {
            URI url = cluster.replicas(service).getFirst().url();
            Map<String, String> headers = cluster.headersOf(requester(), service);

            answers.add(send(url, operation, path, headers));
            assertThat(send(url, operation, path, Map.of())).as(service).isEqualTo(401);
            assertThat(send(url, operation, path, bearer())).as(service).isEqualTo(401);
            for (String trick : spellings(path)) {
                assertThat(send(url, operation, trick, headers))
                        .as(service + " " + trick)
                        .isIn(400, 403, 404, 405);
            }
        }
        assertThat(answers).as("the service whose it is refuses").contains(403);
        // 400 where the body is looked at first.
        assertThat(answers).isSubsetOf(400, 403, 404, 405);
    }

    private static String path(Operation operation) {
        return operation.filled(
                Map.of("roomId", room, "roomIdOrAlias", room, "userId", alice.userId().value()));
    }

    private static List<String> spellings(String path) {
        return List.of(
                path + "/",
                path + ";x=1",
                path + "%2f",
                "/" + path,
                path.replace("/admin/", "//admin/"),
                path.replace("/admin/", "/./admin/"),
                path.replace("/admin/", "/x/../admin/"),
                path.replace("/admin/", "/%61dmin/"),
                path.replace("/admin/", "/ADMIN/"),
                path.replace("/admin/", "/admin;x=1/"),
                path.replace("/admin/", "%2fadmin%2f"),
                path.replace("/admin/", "/%2e/admin/"),
                "/_matrix/client/v3/login/%2e%2e/%2e%2e/%2e%2e/%2e%2e" + path,
                "/_matrix/client/v3/login/..;/..;/..;/.." + path);
    }

    private static Requester requester() {
        return new Requester(
                mallory.userId(),
                Optional.of(mallory.deviceId()),
                false,
                false,
                Optional.of("a session of mallory"));
    }

    private static Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + mallory.accessToken());
    }

    private static int send(
            URI server, Operation operation, String path, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Content-Type", "application/json")
                        .method(
                                operation.method(),
                                operation.hasBody()
                                        ? HttpRequest.BodyPublishers.ofString("{}")
                                        : HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
