package dev.ganglion.room.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.Objects;

class InternalEndpointsIT extends RoomOfAlice {
    private static final String DEACTIVATE = "/internal/users/{user}/deactivate";
    private static final String SEND =
            "/internal/rooms/{room}/send/m.room.message/{txnId}?user_id={user}";
    private static final String MEMBER = "/internal/rooms/{room}/members/{user}";
    private static final String ALERT = "{\"msgtype\":\"m.notice\",\"body\":\"alert\"}";
    private static final String MODERATION_USER = "@moderation:test.local";

    private RoomCaller dora;

    @BeforeEach
    void someoneWhoGoes() {
        dora = new RoomCaller(web, tokens, "dora-who-goes");
    }

    @Test
    void aDeactivatedUserLeavesEveryRoomAndTurnsDownEveryInvitation() {
        String other = alice.createsRoom("{\"preset\":\"private_chat\"}");
        dora.joins(room);
        alice.invites(other, dora);

        call(HttpMethod.POST, "auth", DEACTIVATE, "{}", dora.id()).expectStatus().isOk();

        assertThat(membership(room)).isEqualTo("leave");
        assertThat(membership(other)).isEqualTo("leave");
        assertThat(dora.read("/joined_rooms").array("joined_rooms").orElseThrow().values())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erase", "deactivate"})
    void a14NobodyButAuthServiceEndsUsers(String deed) {
        dora.joins(room);

        Refusal.FORBIDDEN.answers(
                call(HttpMethod.POST, "sync", "/internal/users/{user}/" + deed, "{}", dora.id()));

        assertThat(membership(room)).isEqualTo("join");
    }

    @Test
    void moderationSpeaksOnceInvitedAndOncePerTransaction() {
        String admins = alice.createsRoom("{\"preset\":\"private_chat\"}");
        alice.post("/rooms/{room}/invite", "{\"user_id\":\"" + MODERATION_USER + "\"}", admins);

        String first = sent(admins);
        String second = sent(admins);

        assertThat(second).isEqualTo(first);
        assertThat(alice.read("/rooms/{room}/event/{event}", admins, first).string("sender"))
                .contains(MODERATION_USER);
    }

    @Test
    void moderationSpeaksForNobodyElse() {
        Refusal.FORBIDDEN.answers(
                call(HttpMethod.PUT, "moderation", SEND, ALERT, room, "t1", alice.id()));
    }

    @Test
    void authServiceLearnsWhoIsInARoom() {
        assertThat(isJoined(room)).isFalse();

        dora.joins(room);

        assertThat(isJoined(room)).isTrue();
        assertThat(isJoined("!nowhere:test.local")).isFalse();
        dora.post("/rooms/{room}/leave", "{}", room);
        assertThat(isJoined(room)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sync", "media", "moderation"})
    void a14_onlyAuthServiceLearnsWhoIsInARoom(String service) {
        Refusal.FORBIDDEN.answers(
                web.get()
                        .uri(MEMBER, room, alice.id())
                        .headers(tokens.forService(service))
                        .exchange());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sync", "media", "moderation"})
    void a14_onlyAuthServiceDeactivates(String service) {
        Refusal.FORBIDDEN.answers(call(HttpMethod.POST, service, DEACTIVATE, "{}", alice.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sync", "media", "auth"})
    void a14_onlyModerationServiceSendsInItsName(String service) {
        Refusal.FORBIDDEN.answers(
                call(HttpMethod.PUT, service, SEND, ALERT, room, "t1", MODERATION_USER));
    }

    @Test
    void a14_aUserBehindTheGatewayReachesNoInternalEndpoint() {
        web.post()
                .uri(DEACTIVATE, alice.id())
                .headers(tokens.forUser(alice.id()))
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void a14_aDirectCallWithoutATokenIsRefused() {
        web.get().uri("/_matrix/client/v3/publicRooms").exchange().expectStatus().isUnauthorized();
        web.post()
                .uri(DEACTIVATE, alice.id())
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private ResponseSpec call(
            HttpMethod method, String service, String path, String body, Object... variables) {
        return web.method(method)
                .uri(path, variables)
                .headers(tokens.forService(service))
                .bodyValue(body)
                .exchange();
    }

    private String sent(String target) {
        byte[] body =
                call(HttpMethod.PUT, "moderation", SEND, ALERT, target, "t1", MODERATION_USER)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body)).string("event_id").orElseThrow();
    }

    private boolean isJoined(String where) {
        byte[] body =
                web.get()
                        .uri(MEMBER, where, dora.id())
                        .headers(tokens.forService("auth"))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body)).bool("is_joined").orElseThrow();
    }

    private String membership(String where) {
        return alice.read("/rooms/{room}/state/m.room.member/{user}", where, dora.id())
                .string("membership")
                .orElseThrow();
    }
}
