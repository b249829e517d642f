package dev.ganglion.room.userdirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.StoredRooms;
import dev.ganglion.room.persist.RoomClosing;
import dev.ganglion.service.database.DatabaseProperties;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

class UserDirectoryIT extends RoomOfAlice {
    private static final String SEARCH = "/user_directory/search";
    private static final String LEAVE = "/rooms/{room}/leave";

    @Autowired private DatabaseClient database;
    @Autowired private RoomClosing closing;
    @Autowired private UserSearchRepository people;
    @Autowired private DatabaseProperties settings;

    private RoomCaller carol;
    private RoomCaller dave;

    @BeforeEach
    void twoWhomNobodyKnows() {
        carol = new RoomCaller(web, tokens, "carol" + word);
        dave = new RoomCaller(web, tokens, "dave" + word);
    }

    @Test
    void whoIsInAPublicRoomIsFoundByEverybody() {
        isCalled(carol, "Carol " + word);
        carol.put(
                "/profile/{user}/avatar_url", "{\"avatar_url\":\"mxc://test/avatar\"}", carol.id());
        carol.joins(room);

        JsonObject answer = search(dave, "Carol " + word);

        JsonObject found = results(answer).getFirst();
        assertThat(found.string("user_id")).contains(carol.id().value());
        assertThat(found.string("display_name")).contains("Carol " + word);
        assertThat(found.string("avatar_url")).contains("mxc://test/avatar");
        assertThat(answer.bool("limited")).contains(false);
    }

    @Test
    void whoSharesAPrivateRoomIsFoundByThoseInIt() {
        String secret = carol.createsRoom("{\"preset\":\"private_chat\"}");
        assertThat(found(dave, word)).isEmpty();

        carol.invites(secret, dave);
        assertThat(found(dave, word)).isEmpty();
        dave.joins(secret);

        assertThat(found(dave, "carol" + word)).containsExactly(carol.id().value());
        assertThat(found(alice, word)).isEmpty();
        carol.post(LEAVE, "{}", secret);
        assertThat(found(dave, "carol" + word)).isEmpty();
    }

    @Test
    void aRoomThatAnybodyMayReadShowsItsMembers() {
        String read = carol.createsRoom("{\"preset\":\"private_chat\"}");
        assertThat(found(dave, "carol" + word)).isEmpty();

        carol.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"world_readable\"}",
                read);
        assertThat(found(dave, "carol" + word)).containsExactly(carol.id().value());

        carol.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"shared\"}",
                read);
        assertThat(found(dave, "carol" + word)).isEmpty();
    }

    @Test
    void aRoomThatAnAdministratorHasClosedShowsNobody() {
        carol.joins(room);
        assertThat(found(dave, "carol" + word)).hasSize(1);
        assertThat(found(alice, "carol" + word)).hasSize(1);

        closing.close(RoomId.parse(room), RoomClosing.Attachment.ANY, Duration.ofDays(1)).block();

        assertThat(found(dave, "carol" + word)).isEmpty();
        assertThat(found(alice, "carol" + word)).isEmpty();
    }

    @Test
    void aRoomThatIsClosedHidesItsMembersAgain() {
        carol.joins(room);
        assertThat(found(dave, "carol" + word)).hasSize(1);

        alice.put("/rooms/{room}/state/m.room.join_rules/", "{\"join_rule\":\"invite\"}", room);

        assertThat(found(dave, "carol" + word)).isEmpty();
        assertThat(found(alice, "carol" + word)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%s            | Zoë %s",
                "zoe           | Zoë %s",
                "ZOË %s        | Zoë %s",
                "%s zo         | Zoë %s",
                "carol%s       | ",
                "CAROL%s       | ",
                "@carol%s      | Somebody",
                "@CAROL%s:TEST | Somebody",
                "carol%s:test.local | Somebody",
                "李%s          | 李 %s 小龙",
            })
    void peopleAreFoundByTheBeginningsOfWhatTheyAreCalled(String term, @Nullable String name) {
        if (name != null) {
            isCalled(carol, name.formatted(word));
        }
        carol.joins(room);

        assertThat(found(dave, term.replace("%s", word))).contains(carol.id().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"arol%s", "nobody%s", "carol%s nobody", "test.local %s", "", " ", "!"})
    void peopleAreNotFoundByAnythingElse(String term) {
        carol.joins(room);

        assertThat(found(dave, term.formatted(word))).isEmpty();
    }

    @Test
    void aRoomsOwnNameForSomebodyIsNotTold() {
        isCalled(carol, "Open " + word);
        String secret = carol.createsRoom("{\"preset\":\"private_chat\"}");
        carol.joins(room);
        carol.put(
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\",\"displayname\":\"Hidden " + word + "\"}",
                secret,
                carol.id());

        assertThat(found(dave, "Hidden " + word)).isEmpty();
        assertThat(search(dave, "Open " + word).toString()).doesNotContain("Hidden");
    }

    @Test
    void aNewNameIsFoundAndTheOldOneIsNot() {
        carol.joins(room);
        isCalled(carol, "First " + word);
        assertThat(found(dave, "first " + word)).hasSize(1);

        isCalled(carol, "Second " + word);
        assertThat(found(dave, "first " + word)).isEmpty();
        assertThat(found(dave, "second " + word)).hasSize(1);

        carol.call(HttpMethod.DELETE, "{}", "/profile/{user}/displayname", carol.id())
                .expectStatus()
                .isOk();
        assertThat(found(dave, "second " + word)).isEmpty();
        assertThat(results(search(dave, "carol" + word)).getFirst().has("display_name")).isFalse();
    }

    @Test
    void whoIsCalledJustSoComesFirstAndTheRestInTheOrderOfTheLanguage() {
        joinsAs("a" + word, "x " + word);
        joinsAs("b" + word, word + " ö");
        joinsAs("c" + word, word + " z");
        joinsAs("d" + word, word);
        joinsAs("e" + word, word + " o");

        assertThat(names("de"))
                .containsExactly(word, word + " o", word + " ö", word + " z", "x " + word);
        assertThat(names("sv;q=0.5, *;q=0.1"))
                .containsExactly(word, word + " o", word + " z", word + " ö", "x " + word);
        assertThat(names("%%%%")).hasSize(5);
    }

    @Test
    void d09_resultsAreLimited() {
        for (int i = 0; i < 4; i++) {
            joinsAs("p" + i + word, word + " " + i);
        }

        JsonObject three = search(dave, word, ",\"limit\":3");

        assertThat(results(three)).hasSize(3);
        assertThat(three.bool("limited")).contains(true);
        assertThat(search(dave, word, ",\"limit\":4").bool("limited")).contains(false);
    }

    @Test
    void d09_aDeactivatedAccountIsFoundByNobody() {
        carol.joins(room);
        assertThat(found(dave, "carol" + word)).hasSize(1);

        web.post()
                .uri("/internal/users/{user}/deactivate", carol.id())
                .headers(tokens.forService("auth"))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(found(dave, "carol" + word)).isEmpty();
        assertThat(foundByAll("carol" + word)).isEmpty();
        isCalled(carol, word);
        assertThat(foundByAll(word)).isEmpty();
        awaitDirectory();
        assertThat(keptOf(carol)).isEqualTo("<><><><>");
    }

    private String keptOf(RoomCaller user) {
        return Objects.requireNonNull(
                database.sql(
                                """
                        select '<' || coalesce(display_name || coalesce(avatar_url, ''), '')
                               || '><' || localpart || '><' || name || '><' || words::text || '>'
                        from rooms.user_directory
                        where user_id = :user and is_hidden
                        """)
                        .bind("user", user.id().value())
                        .mapValue(String.class)
                        .one()
                        .block());
    }

    @Test
    void whereEverybodyMayFindEverybodyNoRoomIsNeeded() {
        isCalled(carol, "Carol " + word);

        assertThat(found(dave, word)).isEmpty();
        assertThat(foundByAll(word)).containsExactly(carol.id().value());
    }

    @Test
    void d09_ofVeryManyWhoAreCalledSoThoseCalledNothingElseAreFoundFirst() {
        fill(6_000);
        isCalled(carol, word);
        awaitDirectory();

        assertThat(foundByAll(word)).hasSize(10).startsWith(carol.id().value());
        assertThat(foundByAll("@zz" + word + "-5999:test.local"))
                .containsExactly("@zz" + word + "-5999:test.local");
        database.sql("delete from rooms.user_directory where user_id like '@zz" + word + "%'")
                .then()
                .block();
    }

    @Test
    void d09_aSearchThatTakesTooLongEnds() throws SQLException {
        try (Connection other = connected();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table rooms.user_directory in access exclusive mode");

            assertThatThrownBy(() -> foundByAll(word))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("statement timeout");
        }
    }

    private Connection connected() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(settings.host(), settings.port(), settings.name()),
                settings.role(),
                settings.password());
    }

    private void fill(int people) {
        database.sql(
                        """
                        insert into rooms.user_directory (user_id, display_name, localpart, name, words)
                        select '@zz' || :word || '-' || n || ':test.local', :word || 'x' || n, 'zz' || n,
                               :word || 'x' || n, to_tsvector('simple', :word || 'x' || n)
                        from generate_series(1, :people) as n
                        """)
                .bind("word", word)
                .bind("people", people)
                .then()
                .block();
    }

    @Test
    void requestsThatMeanNothingAreRefused() {
        Refusal.MISSING_PARAM.answersPost(alice, SEARCH, "{}");
        Refusal.INVALID_PARAM.answersPost(alice, SEARCH, "{\"search_term\":\"x\",\"limit\":0}");
        Refusal.INVALID_PARAM.answersPost(
                alice, SEARCH, "{\"search_term\":\"" + "x".repeat(1_000) + "\"}");
        Refusal.BAD_JSON.answersPost(alice, SEARCH, "{\"search_term\":1}");
        Refusal.BAD_JSON.answersPost(alice, SEARCH, "{\"search_term\":\"x\",\"limit\":\"5\"}");
        Refusal.NOT_JSON.answersPost(alice, SEARCH, "x");
    }

    private void isCalled(RoomCaller user, String name) {
        user.put("/profile/{user}/displayname", "{\"displayname\":\"" + name + "\"}", user.id());
    }

    private void joinsAs(String localpart, String name) {
        RoomCaller user = new RoomCaller(web, tokens, localpart);
        isCalled(user, name);
        user.joins(room);
    }

    private List<String> names(String language) {
        awaitDirectory();
        byte[] body =
                web.post()
                        .uri("/_matrix/client/v3" + SEARCH)
                        .headers(tokens.forUser(dave.id()))
                        .header("Accept-Language", language)
                        .bodyValue("{\"search_term\":\"" + word + "\"}")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return results(Json.parseObject(Objects.requireNonNull(body))).stream()
                .map(user -> user.string("display_name").orElseThrow())
                .toList();
    }

    private List<String> found(RoomCaller searcher, String term) {
        return results(search(searcher, term)).stream()
                .map(user -> user.string("user_id").orElseThrow())
                .filter(user -> !user.equals(searcher.id().value()))
                .toList();
    }

    private List<String> foundByAll(String term) {
        UserQuery query =
                UserQuery.of(new UserSearch(Optional.of(term), Optional.empty()), Locale.ROOT);
        return Objects.requireNonNull(
                        people.search(query, UserId.parse("@nobody:test.local"), true, 10).block())
                .stream()
                .map(UserSearchRepository.Found::userId)
                .toList();
    }

    private JsonObject search(RoomCaller searcher, String term) {
        return search(searcher, term, "");
    }

    private JsonObject search(RoomCaller searcher, String term, String more) {
        awaitDirectory();
        return searcher.post(SEARCH, "{\"search_term\":\"" + term + "\"" + more + "}");
    }

    private static List<JsonObject> results(JsonObject answer) {
        return answer.array("results").orElse(JsonArray.EMPTY).objects().toList();
    }

    private void awaitDirectory() {
        new StoredRooms(database).awaitReader("user-directory");
    }
}
