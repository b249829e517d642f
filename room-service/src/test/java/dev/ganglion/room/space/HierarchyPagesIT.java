package dev.ganglion.room.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class HierarchyPagesIT extends SpaceOfAlice {
    @Autowired private DatabaseClient database;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 1_000})
    void thePagesHoldTheWholeTreeInItsOrder(int limit) {
        String inner = newSpace("public_chat");
        addChild(space, inner, VIA);
        newChild(inner, "below");
        addChild(inner, room, VIA);
        newChild(space, "last");
        List<String> whole = ids(alice, space);
        assertThat(whole).hasSize(5);

        List<JsonObject> pages = pages(alice, space, "?limit=" + limit);

        assertThat(pages.stream().flatMap(page -> ids(page).stream())).isEqualTo(whole);
        assertThat(pages).hasSize((whole.size() + limit - 1) / limit);
    }

    @Test
    void aTokenGivesTheSamePageAgain() {
        newChild(space, "second");
        newChild(space, "third");
        String first = next(page(alice, space, "?limit=1"));

        JsonObject second = page(alice, space, "?limit=1&from=" + first);
        page(alice, space, "?limit=1&from=" + next(second));

        assertThat(ids(page(alice, space, "?limit=1&from=" + first))).isEqualTo(ids(second));
        assertThat(ids(second)).containsExactly(room);
        assertThat(ids(page(alice, space, "?limit=2&from=" + first))).hasSize(2);
    }

    @Test
    void aTokenIsForItsUserRoomAndParameters() {
        newChild(space, "second");
        String query = "?limit=1&max_depth=3&suggested_only=false";
        String from = "&from=" + next(page(alice, space, query));
        String other = newSpace("public_chat");
        bob.joins(space);

        page(alice, space, query + from);
        Refusal.INVALID_PARAM.answers(ask(bob, space, query + from));
        Refusal.INVALID_PARAM.answers(ask(alice, other, query + from));
        Refusal.INVALID_PARAM.answers(ask(alice, space, "?max_depth=4" + from));
        Refusal.INVALID_PARAM.answers(ask(alice, space, "?limit=1" + from));
        Refusal.INVALID_PARAM.answers(ask(alice, space, "?max_depth=3&suggested_only=true" + from));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=99999999999",
                "max_depth=-1",
                "max_depth=x",
                "suggested_only=perhaps",
                "from=nonsense",
                "from=%00",
            })
    void parametersThatMeanNothingAreRefused(String query) {
        Refusal.INVALID_PARAM.answers(ask(alice, space, "?" + query));
    }

    @Test
    void nobodyKeepsMoreThanFiftyPages() {
        newChild(space, "second");
        String oldest = next(page(alice, space, "?limit=1"));

        for (int i = 0; i < 50; i++) {
            page(alice, space, "?limit=1");
        }

        assertThat(count("user_id = '" + alice.id() + "'")).isEqualTo(50);
        Refusal.INVALID_PARAM.answers(ask(alice, space, "?from=" + oldest));
    }

    @Test
    void pagesExpireAndAreClearedAway() {
        newChild(space, "second");
        String token = next(page(alice, space, "?limit=1"));
        update(
                "update rooms.space_page set expires_at = now() - interval '1 second' where token = '"
                        + token
                        + "'");

        Refusal.INVALID_PARAM.answers(ask(alice, space, "?from=" + token));
        page(alice, space, "?limit=1");
        assertThat(count("token = '" + token + "'")).isZero();
    }

    @Test
    void aSpaceOfTenThousandChildrenIsPagedThroughInBoundedSteps() {
        addHiddenChildren(10_000);
        String last = newRoom("last");
        addChild(space, last, VIA);

        List<JsonObject> pages = pages(alice, space, "?limit=20");

        assertThat(pages.stream().flatMap(page -> ids(page).stream()))
                .containsExactly(space, room, last);
        assertThat(pages).hasSizeBetween(2, 8);
        assertThat(children(rooms(pages.getFirst()).getFirst())).hasSize(1_000);
    }

    @Test
    void spacesWithMoreToShowThanFitsIntoAResponseComeOnPagesOfTheirOwn() {
        String event =
                addChild(
                        space, newRoom("talkative"), VIA + ",\"x\":\"" + "x".repeat(60_000) + "\"");
        String other = newSpace("public_chat");
        addChild(space, other, VIA);
        copyChild(event, space, 30);
        copyChild(event, other, 30);

        List<JsonObject> pages = pages(alice, space, "?limit=20");

        assertThat(pages).hasSize(2);
        assertThat(ids(pages.getFirst())).startsWith(space, room).doesNotContain(other);
        assertThat(ids(pages.getLast())).containsExactly(other);
        assertThat(childIds(rooms(pages.getLast()).getFirst())).hasSize(30);
    }

    @Test
    void whatAnOlderVersionHasWrittenIsReadByTheMigration() throws Exception {
        addChild(space, newRoom("ordered"), VIA + ",\"order\":\"a\\\"b\\\\c\",\"suggested\":true");
        addChild(space, newRoom("not ASCII"), VIA + ",\"order\":\"a\u00e4\"");
        addChild(space, newRoom("no string"), VIA + ",\"order\":1,\"suggested\":1");
        addChild(space, newRoom("too long"), VIA + ",\"order\":\"" + "a".repeat(51) + "\"");
        addChild(space, newRoom("empty"), VIA + ",\"order\":\"\"");
        addChild(space, newRoom("removed"), "");
        addChild(space, newRoom("nowhere"), "\"via\":[]");
        addChild(space, newRoom("no list"), "\"via\":\"test.local\"");
        addChild(space, newRoom("no names"), "\"via\":[\"test.local\",1]");
        String written = rows();

        update("delete from rooms.space_child where room_nid = " + nid());
        update(backfill().replace("where s.type", "where s.room_nid = " + nid() + " and s.type"));

        assertThat(rows()).isEqualTo(written);
        assertThat(written.lines()).hasSize(6);
    }

    private static String backfill() throws Exception {
        try (var migration =
                HierarchyPagesIT.class.getResourceAsStream("/db/migration/rooms/V12__spaces.sql")) {
            String sql =
                    new String(
                            Objects.requireNonNull(migration).readAllBytes(),
                            StandardCharsets.UTF_8);
            return sql.substring(sql.indexOf("insert into rooms.space_child"));
        }
    }

    /** Rooms of other servers, with the time of the space's first child. */
    private void addHiddenChildren(int number) {
        update(
                """
                insert into rooms.space_child
                    (room_nid, child_id, child_order, origin_server_ts, is_suggested, event_position)
                select c.room_nid, '!hidden' || n || ':example.org', c.child_order, c.origin_server_ts, false,
                       c.event_position
                from rooms.space_child c, generate_series(1, %d) n
                where c.room_nid = %d
                """
                        .formatted(number, nid()));
    }

    private void copyChild(String event, String parent, int times) {
        update(
                """
                insert into rooms.space_child
                    (room_nid, child_id, child_order, origin_server_ts, is_suggested, event_position)
                select r.room_nid, '!copy' || n || ':example.org', 'a', e.origin_server_ts, false, e.position
                from rooms.event e, rooms.room r, generate_series(1, %d) n
                where e.event_id = '%s' and r.room_id = '%s'
                """
                        .formatted(times, event, parent));
    }

    private long nid() {
        return number("select room_nid as number from rooms.room where room_id = '" + space + "'");
    }

    private long count(String condition) {
        return number("select count(*) as number from rooms.space_page where " + condition);
    }

    private String rows() {
        return Objects.requireNonNull(
                database.sql(
                                "select string_agg(c::text, e'\\n' order by c.child_id) as found"
                                        + " from rooms.space_child c where room_nid = "
                                        + nid())
                        .map(row -> Objects.requireNonNull(row.get("found", String.class)))
                        .one()
                        .block());
    }

    private long number(String sql) {
        return Objects.requireNonNull(
                database.sql(sql)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }

    private void update(String sql) {
        database.sql(sql).then().block();
    }

    private static String next(JsonObject page) {
        return page.string("next_batch").orElseThrow();
    }
}
