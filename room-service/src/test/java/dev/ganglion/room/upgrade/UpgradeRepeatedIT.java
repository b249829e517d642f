package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Fault;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Upgrades that are cut off, repeated, or asked for by several at once. */
class UpgradeRepeatedIT extends RoomOfAlice {
    private static final int BANS_A_PROPOSAL = 200;

    @Autowired private DatabaseClient database;
    @Autowired private RoomWriter writer;

    private UpgradingCaller admin;
    private UpgradingCaller other;

    @BeforeEach
    void twoAdministrators() {
        admin = new UpgradingCaller(alice);
        other = new UpgradingCaller(bob);
        room =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"room_version\":\"11\","
                                + "\"power_level_content_override\":{\"users\":{\""
                                + alice.id()
                                + "\":100,\""
                                + bob.id()
                                + "\":100}}}");
        bob.joins(room);
    }

    @Test
    void aRequestThatIsRepeatedAnswersTheRoomThatIsThere() {
        String replacement = admin.upgrades(room, "12");

        assertThat(admin.upgrades(room, "12")).isEqualTo(replacement);
        assertThat(other.upgrades(room, "12")).isEqualTo(replacement);
        Refusal.FORBIDDEN.answers(admin.tries(room, "11"));
        assertThat(count("rooms.event e", "e.type = 'm.room.tombstone'")).isEqualTo(1);
    }

    @Test
    void requestsAtOnceMakeOneRoom() {
        bans(250);

        List<String> replacements =
                IntStream.range(0, 6).parallel().mapToObj(_ -> admin.upgrades(room, "11")).toList();

        assertThat(replacements.stream().distinct()).hasSize(1);
        assertThat(count("rooms.event e", "e.type = 'm.room.tombstone'")).isEqualTo(1);
        assertThat(bansOf(replacements.getFirst())).isEqualTo(250);
        assertThat(memberEventsOf(replacements.getFirst())).isEqualTo(251);
        assertThat(admin.state(replacements.getFirst(), "m.room.power_levels").integer("invite"))
                .contains(50L);
        assertThat(
                        admin.state(replacements.getFirst(), "m.room.power_levels")
                                .integer("events_default"))
                .contains(0L);
    }

    @Test
    void ofDifferentWishesAtOnceOneComesTrue() {
        List<Integer> statuses =
                IntStream.range(0, 6)
                        .parallel()
                        .mapToObj(
                                i ->
                                        (i % 2 == 0 ? admin : other)
                                                .tries(room, i % 2 == 0 ? "12" : "10")
                                                .returnResult(byte[].class)
                                                .getStatus()
                                                .value())
                        .toList();

        assertThat(statuses).containsOnly(200, 403).contains(200, 403);
        assertThat(count("rooms.event e", "e.type = 'm.room.tombstone'")).isEqualTo(1);
        assertThat(count("rooms.room_upgrade e", "true", "e.old_room_nid")).isEqualTo(1);
    }

    @Test
    void aFaultWhileTheRoomIsMadeLeavesNothing() {
        long before = rooms();
        try (Fault _ = Fault.inserting(database, "room_upgrade", "new.old_room_nid = " + nid())) {
            admin.tries(room, "12").expectStatus().is5xxServerError();
        }

        assertThat(rooms()).isEqualTo(before);
        admin.upgrades(room, "11");
        assertThat(rooms()).isEqualTo(before + 1);
    }

    @Test
    void whatAFaultInTheMiddleHasLeftIsFinishedByTheNextRequest() {
        String alias = "#tea-" + word + ":test.local";
        alice.put("/directory/room/{alias}", "{\"room_id\":\"" + room + "\"}", alias);
        bans(250);
        String middle = "@" + word + "-149:test.local";
        long before = rooms();
        try (Fault _ =
                Fault.inserting(
                        database,
                        "event",
                        "new.state_key = '%s' and new.room_nid <> %d".formatted(middle, nid()))) {
            admin.tries(room, "12").expectStatus().is5xxServerError();
        }
        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/state/m.room.tombstone", room);

        try (Fault _ = faultAtTheTombstone()) {
            admin.tries(room, "12").expectStatus().is5xxServerError();
        }
        Refusal.FORBIDDEN.answers(other.tries(room, "12"));
        Refusal.FORBIDDEN.answers(admin.tries(room, "10"));
        bob.sends(room, "still here", "t1");
        String replacement = admin.upgrades(room, "12");

        assertThat(rooms()).isEqualTo(before + 1);
        assertThat(bansOf(replacement)).isEqualTo(250);
        assertThat(memberEventsOf(replacement)).isEqualTo(251);
        assertThat(alice.read("/directory/room/{alias}", alias).string("room_id"))
                .contains(replacement);
        assertThat(admin.state(room, "m.room.tombstone").string("replacement_room"))
                .contains(replacement);
    }

    @Test
    void anUpgradeThatNobodyFinishesMakesWayAndGivesTheNamesBack() {
        String alias = "#tea-" + word + ":test.local";
        String canonical = "{\"alias\":\"" + alias + "\"}";
        alice.put("/directory/room/{alias}", "{\"room_id\":\"" + room + "\"}", alias);
        alice.put("/directory/list/room/{room}", "{\"visibility\":\"public\"}", room);
        admin.sets(room, "m.room.canonical_alias", "", canonical);
        try (Fault _ = faultAtTheTombstone()) {
            admin.tries(room, "12").expectStatus().is5xxServerError();
        }
        String orphan = leadsTo(alias);
        assertThat(orphan).isNotEqualTo(room);
        anHourPasses("");

        String replacement = other.upgrades(room, "10");

        assertThat(other.state(replacement, "m.room.create").string("creator"))
                .contains(bob.id().value());
        Refusal.FORBIDDEN.answers(admin.tries(room, "12"));
        assertThat(leadsTo(alias)).isEqualTo(replacement);
        assertThat(other.state(replacement, "m.room.canonical_alias")).hasToString(canonical);
        assertThat(visibility(replacement)).isEqualTo("public");
        assertThat(visibility(orphan)).isEqualTo("private");
        assertThat(visibility(room)).isEqualTo("private");
    }

    @Test
    void anUpgradeThatOnlyLacksTheNoteOfItIsFinished() {
        String replacement = admin.upgrades(room, "12");
        anHourPasses(", finished_at = null");

        Refusal.FORBIDDEN.answers(other.tries(room, "10"));

        assertThat(other.upgrades(room, "12")).isEqualTo(replacement);
        assertThat(count("rooms.event e", "e.type = 'm.room.tombstone'")).isEqualTo(1);
    }

    @Test
    void aRoomWhoseSuccessorHasBeenDeletedGetsAnother() {
        String gone = admin.upgrades(room, "12");
        database.sql(
                        """
                        delete from rooms.room_head h
                        using rooms.room r
                        where r.room_nid = h.room_nid and r.room_id = :room
                        """)
                .bind("room", gone)
                .then()
                .block();

        String replacement = admin.upgrades(room, "12");

        assertThat(replacement).isNotEqualTo(gone);
        assertThat(admin.state(room, "m.room.tombstone").string("replacement_room"))
                .contains(replacement);
    }

    @Test
    void aRoomWithFiveThousandBansIsUpgraded() {
        bans(5_000);
        UpgradingCaller patient =
                new UpgradingCaller(
                        new RoomCaller(
                                web.mutate().responseTimeout(Duration.ofMinutes(2)).build(),
                                tokens,
                                "alice"));

        String replacement = patient.upgrades(room, "12");

        assertThat(bansOf(replacement)).isEqualTo(5_000);
    }

    private void anHourPasses(String andBesides) {
        database.sql(
                        "update rooms.room_upgrade set begun_at = now() - interval '1 hour'%s where old_room_nid = :room"
                                .formatted(andBesides))
                .bind("room", nid())
                .then()
                .block();
    }

    private String leadsTo(String alias) {
        return alice.read("/directory/room/{alias}", alias).string("room_id").orElseThrow();
    }

    private String visibility(String where) {
        return alice.read("/directory/list/room/{room}", where).string("visibility").orElseThrow();
    }

    private Fault faultAtTheTombstone() {
        return Fault.inserting(
                database, "event", "new.type = 'm.room.tombstone' and new.room_nid = " + nid());
    }

    private void bans(int number) {
        RoomId roomId = RoomId.parse(room);
        for (int first = 0; first < number; first += BANS_A_PROPOSAL) {
            List<EventDraft> bans =
                    IntStream.range(first, Math.min(number, first + BANS_A_PROPOSAL))
                            .mapToObj(this::ban)
                            .toList();
            writer.submit(Proposal.deciding(roomId, Set.of(), _ -> bans)).block();
        }
    }

    private EventDraft ban(int number) {
        return EventDraft.state(
                alice.id(),
                EventTypes.MEMBER,
                "@" + word + "-" + number + ":test.local",
                JsonObject.of("membership", "ban"));
    }

    private long bansOf(String where) {
        return number(
                """
                select count(*) as number
                from rooms.room_member m
                join rooms.room r on r.room_nid = m.room_nid
                where r.room_id = '%s' and m.membership = 'ban'
                """
                        .formatted(where));
    }

    private long memberEventsOf(String where) {
        return number(
                """
                select count(*) as number
                from rooms.event e
                join rooms.room r on r.room_nid = e.room_nid
                where r.room_id = '%s' and e.type = 'm.room.member'
                """
                        .formatted(where));
    }

    private long count(String table, String condition) {
        return count(table, condition, "e.room_nid");
    }

    private long count(String table, String condition, String roomColumn) {
        return number(
                "select count(*) as number from %s where %s and %s = %d"
                        .formatted(table, condition, roomColumn, nid()));
    }

    private long nid() {
        return number("select room_nid as number from rooms.room where room_id = '" + room + "'");
    }

    private long rooms() {
        return number("select count(*) as number from rooms.room");
    }

    private long number(String query) {
        return Objects.requireNonNull(
                database.sql(query)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }
}
