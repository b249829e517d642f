package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.Objects;

/** What users keep for a room follows them into the room that replaces it. */
class InheritanceIT {
    private static final String TAGS = "/user/{user}/rooms/{room}/tags";
    private static final String DIRECT = "/user/{user}/account_data/m.direct";
    private static final String ROOM_RULE = "/pushrules/global/room/{room}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");

    @Test
    void tagsDirectChatsAndPushRulesAreThereInTheNewRoom() {
        String old = publicRoom();
        bob.joins(old);
        tags(bob, old, "m.favourite");
        tags(alice, old, "u.work");
        direct(bob, alice, old);
        bob.sync(HttpMethod.PUT, ROOM_RULE, "{\"actions\":[\"notify\"]}", old);
        mutes(alice, old);

        String replacement = upgrades(alice, old);
        bob.joins(replacement);

        awaitTag(bob, replacement, "m.favourite");
        awaitTag(alice, replacement, "u.work");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(bob.sync(HttpMethod.GET, DIRECT, "", bob.id()))
                                    .hasToString(
                                            "{\"%s\":[\"%s\",\"%s\"]}"
                                                    .formatted(alice.id(), old, replacement));
                            assertThat(
                                            bob.sync(HttpMethod.GET, ROOM_RULE, "", replacement)
                                                    .array("actions")
                                                    .orElseThrow()
                                                    .strings())
                                    .containsExactly("notify");
                            assertThat(
                                            alice.sync(
                                                            HttpMethod.GET,
                                                            "/pushrules/global/override/{rule}",
                                                            "",
                                                            replacement)
                                                    .toString())
                                    .contains("\"pattern\":\"" + replacement + "\"");
                        });
        assertThat(tags(bob, old)).contains("m.favourite");
    }

    @Test
    void itHappensOnceAndNothingIsWrittenOver() {
        String old = publicRoom();
        bob.joins(old);
        carol.joins(old);
        tags(bob, old, "u.old");
        tags(carol, old, "u.carol");
        String replacement = upgrades(alice, old);
        tags(bob, replacement, "u.own");
        bob.joins(replacement);
        carol.joins(replacement);
        awaitTag(carol, replacement, "u.carol");

        assertThat(tags(bob, replacement)).contains("u.own").doesNotContain("u.old");
        carol.sync(HttpMethod.DELETE, TAGS + "/u.carol", "", carol.id(), replacement);
        carol.leaves(replacement);
        carol.joins(replacement);
        awaitEverythingRead();
        assertThat(tags(carol, replacement)).doesNotContain("u.carol");
    }

    @Test
    void aRoomThatOnlyClaimsToReplaceAnotherInheritsNothing() {
        String old = publicRoom();
        bob.joins(old);
        tags(bob, old, "m.favourite");

        String claimed =
                carol.createsRoom(
                        "{\"preset\":\"public_chat\",\"creation_content\":{\"predecessor\":{\"room_id\":\""
                                + old
                                + "\"}}}");
        bob.joins(claimed);
        String replacement = upgrades(alice, old);
        bob.joins(replacement);
        awaitTag(bob, replacement, "m.favourite");

        assertThat(tags(bob, claimed)).doesNotContain("m.favourite");
    }

    @Test
    void whatACrashHasLeftUndoneIsDoneLater() {
        String replacement = inheritedByBob("u.old");

        database()
                .sql("delete from sync.account_data where user_id = :user and room_id = :room")
                .bind("user", bob.id().value())
                .bind("room", replacement)
                .then()
                .block();
        assertThat(tags(bob, replacement)).doesNotContain("u.old");
        readsEverythingAgain(replacement);

        assertThat(inheritancesOfBob()).isEqualTo(1);
        awaitTag(bob, replacement, "u.old");
    }

    @Test
    void whatACrashHasLeftDoneButNotNotedIsNotWrittenOver() {
        String replacement = inheritedByBob("u.old");

        bob.sync(HttpMethod.PUT, TAGS + "/u.new", "{}", bob.id(), replacement);
        readsEverythingAgain(replacement);

        assertThat(inheritancesOfBob()).isEqualTo(1);
        assertThat(tags(bob, replacement)).contains("u.old", "u.new");
    }

    /** The new room of one that Bob has tagged. */
    private String inheritedByBob(String tag) {
        String old = publicRoom();
        bob.joins(old);
        tags(bob, old, tag);
        String replacement = upgrades(alice, old);
        bob.joins(replacement);
        awaitTag(bob, replacement, tag);
        return replacement;
    }

    /** As after a crash that lost every note of what has been done. */
    private void readsEverythingAgain(String replacement) {
        database().sql("delete from sync.inheritance").then().block();
        carol.joins(replacement);
        database().sql("update sync.inheritance_progress set position = 0").then().block();
        alice.sends(replacement, "wake up");
        awaitEverythingRead();
    }

    private long inheritancesOfBob() {
        return number(
                "select count(*) as number from sync.inheritance where user_id = '"
                        + bob.id()
                        + "'");
    }

    private String publicRoom() {
        return alice.createsRoom("{\"preset\":\"public_chat\"}");
    }

    private static String upgrades(TestUser user, String room) {
        return user.room(HttpMethod.POST, "/rooms/{room}/upgrade", "{\"new_version\":\"11\"}", room)
                .string("replacement_room")
                .orElseThrow();
    }

    private static void tags(TestUser user, String room, String tag) {
        user.sync(HttpMethod.PUT, TAGS + "/{tag}", "{}", user.id(), room, tag);
    }

    private static String tags(TestUser user, String room) {
        JsonObject tags = user.sync(HttpMethod.GET, TAGS, "", user.id(), room);
        return tags.toString();
    }

    private static void awaitTag(TestUser user, String room, String tag) {
        await().atMost(PATIENCE).until(() -> tags(user, room).contains(tag));
    }

    private static void direct(TestUser user, TestUser other, String room) {
        user.sync(HttpMethod.PUT, DIRECT, "{\"" + other.id() + "\":[\"" + room + "\"]}", user.id());
    }

    private static void mutes(TestUser user, String room) {
        user.sync(
                HttpMethod.PUT,
                "/pushrules/global/override/{rule}",
                "{\"actions\":[],\"conditions\":[{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\""
                        + room
                        + "\"}]}",
                room);
    }

    private static void awaitEverythingRead() {
        long last = number("select max(position) as number from rooms.event");
        await().atMost(PATIENCE)
                .until(
                        () ->
                                number("select position as number from sync.inheritance_progress")
                                        >= last);
    }

    private static long number(String query) {
        return Objects.requireNonNull(
                database()
                        .sql(query)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }

    private static DatabaseClient database() {
        return Suite.shared().sync(0).getBean(DatabaseClient.class);
    }
}
