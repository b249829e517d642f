package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.time.Duration;
import java.util.Objects;

/** The service under test calls a room-service, of which one replica is down. */
@GanglionTest(properties = "ganglion.call-timeout=500ms")
class InternalClientsIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final DisposableServer ROOM = roomService();

    @Autowired private InternalClients clients;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry settings) {
        DisposableServer gone = HttpServer.create().host("127.0.0.1").port(0).bindNow();
        gone.disposeNow();
        settings.add(
                "ganglion.services.room.urls",
                () -> "http://127.0.0.1:" + gone.port() + ",http://127.0.0.1:" + ROOM.port());
        settings.add("ganglion.services.media.urls", () -> "http://127.0.0.1:" + gone.port());
    }

    @AfterAll
    static void stop() {
        ROOM.disposeNow();
    }

    @Test
    void aCallCarriesOurTokenAndSurvivesAReplicaThatIsDown() {
        for (int i = 0; i < 4; i++) {
            JsonObject answer = get("room", "/internal/token");
            assertThat(answer.string("token").orElseThrow().split("\\.")).hasSize(3);
        }
    }

    @Test
    void aRefusalIsTheOthersOwn() {
        assertThatThrownBy(() -> get("room", "/internal/refused"))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(403);
                            assertThat(refusal.errorCode()).isEqualTo(ErrorCode.FORBIDDEN);
                            assertThat(refusal.error()).isEqualTo("no");
                            assertThat(refusal.fields()).containsEntry("extra", JsonBoolean.TRUE);
                        });
    }

    @Test
    void anothersBugIsA503() {
        unavailable("room", "/internal/bug");
    }

    @Test
    void anAnswerThatDoesNotComeIsA503() {
        unavailable("room", "/internal/silence");
    }

    @Test
    void aServiceThatIsDownIsA503() {
        unavailable("media", "/internal/anything");
    }

    private void unavailable(String service, String path) {
        assertThatThrownBy(() -> get(service, path))
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    private JsonObject get(String service, String path) {
        return Objects.requireNonNull(
                clients.of(service)
                        .get()
                        .uri(path)
                        .retrieve()
                        .bodyToMono(JsonObject.class)
                        .block(SOON));
    }

    private static DisposableServer roomService() {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(
                        routes ->
                                routes.get(
                                                "/internal/token",
                                                (request, response) ->
                                                        response.header(
                                                                        "Content-Type",
                                                                        "application/json")
                                                                .sendString(
                                                                        Mono.just(
                                                                                "{\"token\":\""
                                                                                        + request.requestHeaders()
                                                                                                .get(
                                                                                                        InternalHeaders
                                                                                                                .SERVICE_TOKEN)
                                                                                        + "\"}")))
                                        .get(
                                                "/internal/refused",
                                                (_, response) ->
                                                        response.status(403)
                                                                .sendString(
                                                                        Mono.just(
                                                                                "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\",\"extra\":true}")))
                                        .get(
                                                "/internal/bug",
                                                (_, response) ->
                                                        response.status(500)
                                                                .sendString(Mono.just("secret")))
                                        .get("/internal/silence", (_, _) -> Mono.never()))
                .bindNow();
    }
}
