package dev.ganglion.moderation;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.DatabaseProperties;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.infrastructure.TestDatabase;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A running moderation-service beside the tables of room-service; shared by all tests. */
@GanglionTest(schemas = "rooms")
public abstract class ModerationIT {
    protected static final UserId ALICE = UserId.parse("@alice:test.local");
    protected static final UserId ADMIN = UserId.parse("@admin:test.local");

    protected static final FakeRooms ROOM_SERVICE = new FakeRooms();

    @Autowired protected WebTestClient web;
    @Autowired protected TestTokens tokens;
    @Autowired protected DatabaseClient database;
    @Autowired private DatabaseProperties settings;

    @DynamicPropertySource
    static void roomService(DynamicPropertyRegistry properties) {
        properties.add("ganglion.services.room.urls", ROOM_SERVICE::url);
    }

    protected PublishedRooms rooms() {
        return new PublishedRooms(
                new TestDatabase(settings.host(), settings.port(), settings.name()));
    }

    /** Puts a policy in force. */
    protected void policy(String json) {
        putPolicy(json).expectStatus().isOk();
    }

    protected WebTestClient.ResponseSpec putPolicy(String json) {
        return web.put()
                .uri("/_ganglion/admin/v1/moderation/policy")
                .headers(tokens.forAdmin(ADMIN))
                .bodyValue(json)
                .exchange();
    }
}
