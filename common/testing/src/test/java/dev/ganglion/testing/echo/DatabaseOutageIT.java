package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Flux;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

@GanglionTest(
        properties = {"ganglion.database.pool-size=2", "ganglion.database.acquire-timeout=300ms"})
class DatabaseOutageIT {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    @Value("${ganglion.database.name}")
    private String databaseName;

    @Test
    void p7WithoutAFreeConnectionTheAnswerIsASoon503() {
        var busy =
                Flux.range(0, 2)
                        .flatMap(_ -> database.sql("select pg_sleep(4)").then())
                        .subscribe();
        try {
            await().atMost(Duration.ofSeconds(3)).until(() -> put() == 503);
            web.put()
                    .uri("/_test/note?text=x")
                    .headers(tokens.forUser(ALICE))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After");
        } finally {
            busy.dispose();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> put() == 200);
    }

    @Test
    void p6ConnectionsThatTheDatabaseEndsAreReplaced() throws SQLException {
        for (int i = 0; i < 5; i++) {
            terminateAll();

            assertThat(put()).isIn(200, 503);
            await().atMost(Duration.ofSeconds(5)).until(() -> put() == 200);
        }
    }

    private int put() {
        return web.put()
                .uri("/_test/note?text=" + UUID.randomUUID())
                .headers(tokens.forUser(ALICE))
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private void terminateAll() throws SQLException {
        var postgres = Infrastructure.shared().postgres();
        String url =
                "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + databaseName;
        try (var admin = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement =
                        admin.prepareStatement(
                                """
                                select pg_terminate_backend(pid)
                                from pg_stat_activity
                                where datname = ? and usename = 'ganglion_sync'
                                """)) {
            statement.setString(1, databaseName);
            statement.execute();
        }
    }
}
