package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who does not want to be invited. */
class InvitePermissionIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser hermit = Suite.shared().user("hermit");

    @Test
    void invitationsThatAreThereAreHiddenFromWhoeverBlocksThem() {
        String invited = alice.createsRoom(hermit);
        String joined = alice.createsRoom(hermit);
        hermit.joins(joined);
        await().until(() -> !hermit.syncs().invited(invited).isEmpty());

        says("{\"default_action\":\"block\"}");
        SyncResult blocking = hermit.syncs();
        says("{}");

        assertThat(blocking.invited(invited).isEmpty()).isTrue();
        assertThat(blocking.joined(joined).isEmpty()).isFalse();
        assertThat(hermit.syncs().invited(invited).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"default_action\":\"allow\"}", "{\"default_action\":0.5}"})
    void whateverElseIsSaidLetsInvitationsThrough(String content) {
        says(content);

        asked("room").expectStatus().isOk().expectBody().jsonPath("$.is_blocked").isEqualTo(false);
    }

    @Test
    void roomServiceIsToldWhoBlocks() {
        says("{\"default_action\":\"block\",\"x\":0.5}");

        asked("room").expectStatus().isOk().expectBody().jsonPath("$.is_blocked").isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "auth", "media", "moderation"})
    void a14_onlyRoomServiceIsTold(String service) {
        asked(service).expectStatus().isForbidden();
    }

    private void says(String content) {
        hermit.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/{type}",
                content,
                hermit.id(),
                "m.invite_permission_config");
    }

    private WebTestClient.ResponseSpec asked(String service) {
        return Suite.shared()
                .askedBy(service, "/internal/users/{user}/invite_permission", hermit.id());
    }
}
