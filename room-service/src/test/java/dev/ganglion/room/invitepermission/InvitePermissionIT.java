package dev.ganglion.room.invitepermission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A sync-service stands by that says by a user's name whether they want to be invited. */
class InvitePermissionIT extends RoomOfAlice {
    private static final Refusal BLOCKED = new Refusal(403, "M_INVITE_BLOCKED");
    private static final String STATE = "/rooms/{room}/state/m.room.member/{user}";

    private static final DisposableServer SYNC =
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .route(
                            routes ->
                                    routes.get(
                                            "/internal/users/{user}/invite_permission",
                                            InvitePermissionIT::answer))
                    .bindNow();

    private RoomCaller hermit;

    @DynamicPropertySource
    static void sync(DynamicPropertyRegistry registry) {
        registry.add("ganglion.services.sync.urls", () -> "http://127.0.0.1:" + SYNC.port());
    }

    @AfterAll
    static void stop() {
        SYNC.disposeNow();
    }

    @BeforeEach
    void aHermit() {
        hermit = new RoomCaller(web, tokens, "hermit" + word);
    }

    @Test
    void whoWantsNoInvitationGetsNone() {
        String inviting = "{\"user_id\":\"" + hermit.id() + "\"}";
        String creating = "{\"invite\":[\"" + hermit.id() + "\"]}";
        String state = "{\"membership\":\"invite\"}";

        BLOCKED.answersPost(alice, "/rooms/{room}/invite", inviting, room);
        BLOCKED.answersPost(alice, "/createRoom", creating);
        BLOCKED.answersPut(alice, STATE, state, room, hermit.id());
        Refusal.NOT_FOUND.answersGet(alice, STATE, room, hermit.id());
    }

    @Test
    void usersOfOtherServersAreNotInvited() {
        UserId eve = UserId.parse("@eve:example.org");

        Refusal.FORBIDDEN.answersPost(
                alice, "/rooms/{room}/invite", "{\"user_id\":\"" + eve + "\"}", room);
        Refusal.FORBIDDEN.answersPost(alice, "/createRoom", "{\"invite\":[\"" + eve + "\"]}");
        Refusal.FORBIDDEN.answersPut(alice, STATE, "{\"membership\":\"invite\"}", room, eve);
        Refusal.NOT_FOUND.answersGet(alice, STATE, room, eve);
    }

    @Test
    void usersOfOtherServersCanBeBanned() {
        UserId eve = UserId.parse("@eve:example.org");

        alice.put(STATE, "{\"membership\":\"ban\"}", room, eve);

        assertThat(alice.read(STATE, room, eve).string("membership")).contains("ban");
    }

    @Test
    void onlyInvitationsAreBlocked() {
        hermit.joins(room);
        alice.put(STATE, "{\"membership\":\"leave\"}", room, hermit.id());

        assertThat(alice.read(STATE, room, hermit.id()).string("membership")).contains("leave");
    }

    @Test
    void whoSaysNothingIsInvited() {
        alice.invites(room, bob);

        assertThat(alice.read(STATE, room, bob.id()).string("membership")).contains("invite");
    }

    @Test
    void whereNobodySaysAnythingEverybodyIsInvited() {
        RoomCaller unsure = new RoomCaller(web, tokens, "unsure" + word);

        alice.invites(room, unsure);

        assertThat(alice.read(STATE, room, unsure.id()).string("membership")).contains("invite");
    }

    private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.uri();
        return path.contains("unsure")
                ? response.status(500).send()
                : response.header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"is_blocked\":" + path.contains("hermit") + "}"))
                        .then();
    }
}
