package dev.ganglion.auth;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A running auth-service with open registration and cheap passwords. */
@GanglionTest(
        properties = {
            "ganglion.registration=open",
            "ganglion.registration-shared-secret=a shared secret",
            "ganglion.password.memory=64KB",
            "ganglion.password.passes=1",
            "ganglion.password.queue=1000",
            "ganglion.tokens.last-seen-interval=100ms",
            "ganglion.deactivation.retry-interval=100ms",
            "ganglion.deactivation.erasure-settles-after=1s",
            "ganglion.key-backup.discard-interval=100ms"
        })
abstract class AuthServiceIT {
    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @Autowired DatabaseClient database;

    AuthDriver auth;

    @DynamicPropertySource
    static void roomService(DynamicPropertyRegistry properties) {
        RoomServiceDouble.INSTANCE
                .settings()
                .forEach((key, value) -> properties.add(key, () -> value));
    }

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
    }

    long count(String table) {
        return database.sql("select count(*) as rows from auth." + table)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(0L);
    }

    void sql(String statement) {
        database.sql(statement).then().block();
    }
}
