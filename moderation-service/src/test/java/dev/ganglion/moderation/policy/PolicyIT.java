package dev.ganglion.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.moderation.ModerationIT;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

class PolicyIT extends ModerationIT {
    private static final String PATH = "/_ganglion/admin/v1/moderation/policy";

    @Autowired Bus bus;
    @Autowired CurrentPolicy current;

    @Test
    void aPolicyIsReadBackWithItsVersion() {
        policy(
                "{\"banned_words\":[\"spam\"],\"action\":\"delete\",\"alert_room\":\"#mods:test.local\"}");

        web.get()
                .uri(PATH)
                .headers(tokens.forAdmin(ADMIN))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("banned_words[0]")
                .isEqualTo("spam")
                .jsonPath("action")
                .isEqualTo("delete")
                .jsonPath("alert_room")
                .isEqualTo("#mods:test.local")
                .jsonPath("version")
                .isNumber();
    }

    @Test
    void aChangeIsANewVersionAndToldToOthers() {
        List<String> messages = new CopyOnWriteArrayList<>();
        var listening =
                bus.messages(Channel.POLICIES)
                        .subscribe(m -> messages.add(new String(m, StandardCharsets.UTF_8)));
        policy("{}");
        long before = version();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            policy("{\"banned_words\":[\"spam\"]}");
                            assertThat(messages).isNotEmpty();
                        });

        assertThat(version()).isGreaterThan(before);
        String latest = "{\"version\":" + version() + "}";
        await().untilAsserted(() -> assertThat(messages).contains(latest));
        listening.dispose();
    }

    @Test
    void aChangeByAnotherReplicaIsTakenUp() {
        policy("{}");
        long next = version() + 1;
        database.sql(
                        """
                        insert into moderation.policy (version, alerts_after, policy, changed_by, changed_at)
                        values (:version, 0, '{"banned_words":["elsewhere"]}', '@admin:test.local', now())
                        """)
                .bind("version", next)
                .then()
                .block();

        bus.publish(Channel.POLICIES, "{}".getBytes(StandardCharsets.UTF_8));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                Objects.requireNonNull(current.get().block())
                                                        .policy()
                                                        .bannedWords())
                                        .containsExactly("elsewhere"));
    }

    @Test
    void a13_onlyAdministratorsOfTheServerSeeAndChangeIt() {
        web.get().uri(PATH).headers(tokens.forUser(ALICE)).exchange().expectStatus().isForbidden();
        web.put()
                .uri(PATH)
                .headers(tokens.forUser(ALICE))
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
        web.get().uri(PATH).headers(tokens.forNobody()).exchange().expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"banned_word\":[]}",
                "{\"banned_words\":\"spam\"}",
                "{\"banned_words\":[1]}",
                "{\"banned_words\":[\" \"]}",
                "{\"banned_words\":[\"\\u200b\"]}",
                "{\"action\":\"burn\"}",
                "{\"action\":null}",
                "{\"alert_room\":\"mods\"}",
                "[]"
            })
    void whatIsNoPolicyIsRefusedAndChangesNothing(String body) {
        policy("{}");
        long before = version();

        putPolicy(body).expectStatus().isBadRequest();

        assertThat(version()).isEqualTo(before);
    }

    private long version() {
        byte[] body =
                web.get()
                        .uri(PATH)
                        .headers(tokens.forAdmin(ADMIN))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(byte[].class)
                        .returnResult()
                        .getResponseBody();
        JsonObject policy = Json.parseObject(Objects.requireNonNull(body));
        return policy.integer("version").orElseThrow();
    }
}
