package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.testing.StatementLog;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.stream.IntStream;

/** How often counts by users' own rules ask the database. */
class OwnCountStatementsIT {
    private static final StatementLog STATEMENTS = new StatementLog();
    private static final ConfigurableApplicationContext SYNC = Suite.shared().startSync(STATEMENTS);

    private final TestUser alice = Suite.shared().user("alice").at(Suite.port(SYNC));
    private final TestUser bob = Suite.shared().user("bob").at(Suite.port(SYNC));

    @Test
    void oneStatementCountsHoweverManyRoomsThereAre() {
        TestUser dora = Suite.shared().user("dora").at(Suite.port(SYNC));
        List<String> few = roomsOf(bob, 2);
        List<String> many = roomsOf(dora, 20);
        keyword(bob, few);
        keyword(dora, many);

        List<String> ofFew = STATEMENTS.during(bob.onDevice("NEW")::syncs);
        List<String> ofMany = STATEMENTS.during(dora.onDevice("NEW")::syncs);

        assertThat(counting(ofFew)).hasSize(1);
        assertThat(counting(ofMany)).hasSize(1);
        assertThat(dora.syncs().highlights(many.getFirst())).isEqualTo(1);
        assertThat(dora.syncs().highlights(many.getLast())).isEqualTo(1);
    }

    @Test
    void aMessageIsCountedFromMemory() {
        List<String> rooms = roomsOf(bob, 2);
        keyword(bob, rooms);
        SyncResult before = bob.syncs();
        alice.sends(rooms.getFirst(), "more cake");
        SYNC.getBean(EventStream.class).catchUp().block();

        List<String> asked =
                STATEMENTS.during(
                        () ->
                                assertThat(bob.syncsSince(before).highlights(rooms.getFirst()))
                                        .isEqualTo(2));

        assertThat(asked)
                .noneMatch(sql -> sql.contains("base as") || sql.contains("joined_members"));
    }

    private List<String> roomsOf(TestUser user, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        _ -> {
                            String room = alice.createsRoom(user);
                            user.joins(room);
                            alice.sends(room, "cake");
                            return room;
                        })
                .toList();
    }

    private static void keyword(TestUser user, List<String> rooms) {
        user.sync(
                HttpMethod.PUT,
                "/pushrules/global/content/cake",
                "{\"pattern\":\"cake\",\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]}");
        await().until(
                        user::syncs,
                        sync -> rooms.stream().allMatch(room -> sync.highlights(room) == 1));
    }

    private static List<String> counting(List<String> statements) {
        return statements.stream().filter(sql -> sql.contains("base as")).toList();
    }
}
