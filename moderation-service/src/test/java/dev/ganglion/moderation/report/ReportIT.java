package dev.ganglion.moderation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static reactor.core.scheduler.Schedulers.boundedElastic;

import dev.ganglion.moderation.ModerationIT;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

class ReportIT extends ModerationIT {
    private String room = "";
    private String event = "";

    @BeforeEach
    void aMessageInARoom() {
        room = rooms().room(ALICE.value());
        event = rooms().eventId(rooms().message(room, "@bob:test.local", "rude"));
    }

    @Test
    void aMemberReportsAnEventAndTheModeratorsAreTold() {
        String reason = "rude " + UUID.randomUUID();
        policy("{\"alert_room\":\"#mods:test.local\"}");

        reports("/rooms/{room}/report/{event}", "{\"reason\":\"" + reason + "\"}", room, event)
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{}");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(ROOM_SERVICE.events().values())
                                        .anyMatch(
                                                body ->
                                                        body.contains(reason)
                                                                && body.contains(event)));
    }

    @Test
    void whoReportsTheSameAgainIsAnsweredAsBeforeAndTheModeratorsHearOnce() {
        String foreign = rooms().room("@bob:test.local");
        String nobody = "@" + UUID.randomUUID() + ":test.local";

        for (int i = 0; i < 3; i++) {
            String reason = "{\"reason\":\"time " + i + "\"}";
            reports("/rooms/{room}/report/{event}", reason, room, event)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .json("{}");
            reports("/rooms/{room}/report", reason, room).expectStatus().isOk();
            reports("/rooms/{room}/report", reason, foreign).expectStatus().isOk();
            reports("/users/{user}/report", reason, nobody).expectStatus().isOk();
        }

        assertThat(alerts("reported event " + event)).isEqualTo(1);
        assertThat(alerts("reported room " + room)).isEqualTo(1);
        assertThat(alerts("reported room " + foreign)).isEqualTo(1);
        assertThat(alerts("reported user " + nobody)).isEqualTo(1);
    }

    @Test
    void theSameReportedAtOnceIsOneReport() {
        String nobody = "@" + UUID.randomUUID() + ":test.local";

        Flux.range(0, 8)
                .flatMap(
                        i ->
                                Mono.fromRunnable(() -> reportsUser(nobody))
                                        .subscribeOn(boundedElastic()))
                .then()
                .block(Duration.ofSeconds(30));

        assertThat(alerts("reported user " + nobody)).isEqualTo(1);
    }

    @Test
    void othersReportTheSameAsWell() {
        reports("/rooms/{room}/report", "{\"reason\":\"x\"}", room).expectStatus().isOk();
        web.post()
                .uri("/_matrix/client/v3/rooms/{room}/report", room)
                .headers(tokens.forUser(UserId.parse("@carol:test.local")))
                .bodyValue("{\"reason\":\"x\"}")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(alerts("reported room " + room)).isEqualTo(2);
    }

    @Test
    void aReasonIsNotNeededForAnEvent() {
        reports("/rooms/{room}/report/{event}", "{}", room, event).expectStatus().isOk();
        reports("/rooms/{room}/report/{event}", "{\"reason\":null,\"score\":-100}", room, event)
                .expectStatus()
                .isOk();
    }

    @Test
    void r07_whoIsNotJoinedCannotTellWhetherAnEventExists() {
        web.post()
                .uri("/_matrix/client/v3/rooms/{room}/report/{event}", room, event)
                .headers(tokens.forUser(UserId.parse("@mallory:test.local")))
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_NOT_FOUND");
        reports("/rooms/{room}/report/{event}", "{}", room, "$unknown:test.local")
                .expectStatus()
                .isNotFound();
        String otherRoom = rooms().room(ALICE.value());
        reports("/rooms/{room}/report/{event}", "{}", otherRoom, event).expectStatus().isNotFound();
    }

    @Test
    void aRoomIsReportedByAnyone() {
        String foreign = rooms().room("@bob:test.local");

        reports("/rooms/{room}/report", "{\"reason\":\"\"}", foreign).expectStatus().isOk();
        reports("/rooms/{room}/report", "{\"reason\":\"x\"}", "!unknown:test.local")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("errcode")
                .isEqualTo("M_NOT_FOUND");
    }

    @Test
    void aUserIsReportedWithoutTellingWhetherThereIsOne() {
        reports("/users/{user}/report", "{\"reason\":\"x\"}", "@nobody:test.local")
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/rooms/!r:test.local/report/$e:x | {\"reason\":1}",
                "/rooms/!r:test.local/report/$e:x | []",
                "/rooms/!r:test.local/report/$e:x | {",
                "/rooms/!r:test.local/report/$e:x | {\"reason\":\"\\u0000\"}",
                "/rooms/!r:test.local/report    | {}",
                "/rooms/nonsense/report         | {\"reason\":\"x\"}",
                "/rooms/!r:test.local/report/e  | {}",
                "/users/@u:test.local/report    | {}",
                "/users/nonsense/report         | {\"reason\":\"x\"}",
            })
    void nonsenseIsRefused(String path, String body) {
        reports(path, body).expectStatus().isBadRequest();
    }

    @Test
    void d10_aReasonIsNotABook() {
        String reason = "x".repeat(10_001);

        reports("/rooms/{room}/report/{event}", "{\"reason\":\"" + reason + "\"}", room, event)
                .expectStatus()
                .isEqualTo(413);
    }

    private long alerts(String words) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select count(*)
                                from moderation.alert
                                where strpos(body, :words) > 0
                                """)
                        .bind("words", words)
                        .mapValue(Long.class)
                        .one()
                        .block());
    }

    private void reportsUser(String user) {
        reports("/users/{user}/report", "{\"reason\":\"x\"}", user).expectStatus().isOk();
    }

    private WebTestClient.ResponseSpec reports(String path, String body, Object... variables) {
        return web.post()
                .uri("/_matrix/client/v3" + path, variables)
                .headers(tokens.forUser(ALICE))
                .bodyValue(body)
                .exchange();
    }
}
