package dev.ganglion.moderation.check;

import dev.ganglion.moderation.ModerationIT;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

class CheckIT extends ModerationIT {
    @Test
    void aBannedWordIsRejected() {
        policy("{\"banned_words\":[\"spam\"],\"action\":\"reject\"}");

        check("m.room.message", "{\"body\":\"Buy SPAM!\"}")
                .expectBody()
                .jsonPath("verdict")
                .isEqualTo("reject")
                .jsonPath("reason")
                .isNotEmpty();
        check("m.room.message", "{\"body\":\"hello\"}")
                .expectBody()
                .json("{\"verdict\":\"allow\"}");
    }

    @Test
    void aBannedWordIsDeletedWhereThePolicySaysSo() {
        policy("{\"banned_words\":[\"spam\"],\"action\":\"delete\"}");

        check("m.room.topic", "{\"topic\":\"spam\"}")
                .expectBody()
                .jsonPath("verdict")
                .isEqualTo("delete");
    }

    @Test
    void displayNamesAndReasonsOfMembershipsAreJudged() {
        policy("{\"banned_words\":[\"spam\"],\"action\":\"reject\"}");

        check("m.room.member", "{\"membership\":\"join\",\"displayname\":\"Spam\"}")
                .expectBody()
                .jsonPath("verdict")
                .isEqualTo("reject");
        check("m.room.member", "{\"membership\":\"leave\",\"reason\":\"spam\"}")
                .expectBody()
                .jsonPath("verdict")
                .isEqualTo("reject");
    }

    @Test
    void encryptedEventsAreLeftAlone() {
        policy("{\"banned_words\":[\"spam\"]}");

        check("m.room.encrypted", "{\"ciphertext\":\"spam\",\"body\":\"spam\"}")
                .expectBody()
                .json("{\"verdict\":\"allow\"}");
    }

    @Test
    void eventsAreCheckedInLineOnlyWhileWordsAreBanned() {
        policy("{\"alert_keywords\":[\"help\"]}");
        state().jsonPath("in_line").isEqualTo(false);

        policy("{\"banned_words\":[\"spam\"]}");
        state().jsonPath("in_line").isEqualTo(true).jsonPath("version").isNumber();
    }

    @Test
    void a14_onlyRoomServiceMayAsk() {
        web.get()
                .uri("/internal/moderation/state")
                .headers(tokens.forService("sync"))
                .exchange()
                .expectStatus()
                .isForbidden();
        web.get()
                .uri("/internal/moderation/state")
                .headers(tokens.forAdmin(ADMIN))
                .exchange()
                .expectStatus()
                .isForbidden();
        web.get().uri("/internal/moderation/state").exchange().expectStatus().isUnauthorized();
    }

    private WebTestClient.ResponseSpec check(String type, String content) {
        return web.post()
                .uri("/internal/moderation/check")
                .headers(tokens.forService("room"))
                .bodyValue(
                        """
                        {"sender":"@alice:test.local","type":"%s","content":%s}
                        """
                                .formatted(type, content))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private WebTestClient.BodyContentSpec state() {
        return web.get()
                .uri("/internal/moderation/state")
                .headers(tokens.forService("room"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }
}
