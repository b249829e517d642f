package dev.ganglion.moderation.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.moderation.ModerationIT;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

class KeywordAlertIT extends ModerationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WATCHING =
            "{\"alert_keywords\":[\"bomb\"],\"alert_room\":\"#mods:test.local\"}";

    private String room = "";

    @BeforeEach
    void watch() {
        room = rooms().room(ALICE.value());
        policy("{}");
        rooms().message(room, ALICE.value(), "a bomb before anyone watched");
        policy(WATCHING);
    }

    @AfterEach
    void stopWatching() {
        ROOM_SERVICE.isDown(false);
        policy("{}");
    }

    @Test
    void theModeratorsAreToldOfAKeyword() {
        long innocent = rooms().message(room, ALICE.value(), "a bombastic speech");
        long position = rooms().message(room, ALICE.value(), "I have a BOMB");

        await().atMost(PATIENCE).until(() -> isTold(position));

        assertThat(ROOM_SERVICE.events().get("alert-event-" + position))
                .contains("\"m.notice\"", "@alice:test.local", "I have a BOMB", room);
        assertThat(ROOM_SERVICE.requests())
                .anyMatch(
                        request ->
                                request.equals(
                                        "PUT /internal/rooms/#mods:test.local/send/m.room.message/alert-event-"
                                                + position
                                                + "?user_id=@moderation:test.local"));
        assertThat(isTold(innocent)).isFalse();
        assertThat(ROOM_SERVICE.events().values())
                .noneMatch(body -> body.contains("before anyone"));
    }

    @Test
    void theModeratorsAreToldOfAReason() {
        String target = UUID.randomUUID().toString();
        JsonObject kick =
                JsonObject.builder()
                        .put("membership", "leave")
                        .put("displayname", target)
                        .put("reason", "no bomb here, " + target)
                        .build();

        rooms().event(room, ALICE.value(), "m.room.member", kick);

        await().atMost(PATIENCE).until(() -> told("no bomb here, " + target).count() == 1);
    }

    @Test
    void aDisplayNameInEveryRoomOfItsUserIsToldOnce() {
        String name = "Bomb " + UUID.randomUUID();
        JsonObject join =
                JsonObject.builder().put("membership", "join").put("displayname", name).build();

        rooms().event(room, ALICE.value(), "m.room.member", join);
        rooms().event(rooms().room(ALICE.value()), ALICE.value(), "m.room.member", join);
        long later = rooms().message(room, ALICE.value(), "bomb");

        await().atMost(PATIENCE).until(() -> isTold(later));
        assertThat(told(name)).hasSize(1);
    }

    @Test
    void anAlertRaisesNoAlert() {
        long alert = rooms().message(room, "@moderation:test.local", "someone wrote bomb");
        long later = rooms().message(room, ALICE.value(), "bomb");

        await().atMost(PATIENCE).until(() -> isTold(later));

        assertThat(isTold(alert)).isFalse();
    }

    @Test
    void p2_aCrashBetweenSendingAndMarkingDoublesNothing() {
        long position = rooms().message(room, ALICE.value(), "bomb");
        await().atMost(PATIENCE).until(() -> isTold(position));
        await().atMost(PATIENCE).until(() -> undelivered() == 0);
        int requests = ROOM_SERVICE.requests().size();

        database.sql("update moderation.alert set delivered_at = null where source = :source")
                .bind("source", "event-" + position)
                .then()
                .block();

        await().atMost(PATIENCE).until(() -> undelivered() == 0);
        assertThat(ROOM_SERVICE.requests().size()).isGreaterThan(requests);
        assertThat(ROOM_SERVICE.requests().getLast()).contains("alert-event-" + position + "?");
    }

    @Test
    void alertsWaitWhileRoomServiceIsAway() {
        ROOM_SERVICE.isDown(true);
        long position = rooms().message(room, ALICE.value(), "bomb");
        await().atMost(PATIENCE).until(() -> isTried(position));
        assertThat(isTold(position)).isFalse();

        ROOM_SERVICE.isDown(false);

        await().atMost(PATIENCE).until(() -> isTold(position));
    }

    private static boolean isTried(long position) {
        return ROOM_SERVICE.requests().stream()
                .anyMatch(request -> request.contains("alert-event-" + position + "?"));
    }

    private static Stream<String> told(String words) {
        return ROOM_SERVICE.events().values().stream().filter(body -> body.contains(words));
    }

    private static boolean isTold(long position) {
        return ROOM_SERVICE.events().containsKey("alert-event-" + position);
    }

    private long undelivered() {
        Long count =
                database.sql("select count(*) from moderation.alert where delivered_at is null")
                        .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                        .one()
                        .block();
        return count == null ? -1 : count;
    }
}
