package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.testing.StatementLog;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import java.util.List;
import java.util.stream.IntStream;

/** How often an answer of sliding sync asks the database: counted, for time differs by machine. */
class SlidingStatementsIT {
    private static final String BODY =
            """
            {"lists":{"all":{"ranges":[[0,19]],"timeline_limit":10,
              "required_state":[["m.room.name",""],["m.room.member","$LAZY"]]}},
             "extensions":{"account_data":{"enabled":true},"receipts":{"enabled":true},
              "typing":{"enabled":true},"e2ee":{"enabled":true},"to_device":{"enabled":true,"since":"SINCE"}}}""";

    private static final StatementLog STATEMENTS = new StatementLog();
    private static final ConfigurableApplicationContext SYNC = Suite.shared().startSync(STATEMENTS);

    private final TestUser alice = Suite.shared().user("alice").at(Suite.port(SYNC));

    @Test
    void aFirstWindowTakesFewStatementsHoweverManyRoomsThereAre() {
        createsRooms(alice, 2);
        TestUser bob = Suite.shared().user("bob").at(Suite.port(SYNC));
        createsRooms(bob, 25);

        int few = countOf(newcomer(alice));
        int many = countOf(newcomer(bob));

        assertThat(many).isLessThanOrEqualTo(few + 1).isLessThanOrEqualTo(18);
    }

    @Test
    void aMessageIsToldFromMemoryAndOneStatementStoresThatItWas() {
        List<String> rooms = createsRooms(alice, 3);
        SlidingClient client = newcomer(alice);
        goesOn(client, client.syncs());
        alice.sends(rooms.getFirst(), "warm");
        goesOn(client, client.until(answer -> answer.messages(rooms.getFirst()).contains("warm")));
        client.syncs();
        alice.sends(rooms.getFirst(), "hello");
        SYNC.getBean(EventStream.class).catchUp().block();

        List<String> asked = STATEMENTS.during(client::syncs);

        assertThat(about(asked)).singleElement().asString().contains("sync.sliding_connection");
    }

    @Test
    void anAnswerWithoutNewsAsksNothing() {
        createsRooms(alice, 3);
        SYNC.getBean(EventStream.class).catchUp().block();
        SlidingClient client = newcomer(alice);
        goesOn(client, client.syncs());
        client.syncs();

        assertThat(about(STATEMENTS.during(client::syncs))).isEmpty();
    }

    private static SlidingClient newcomer(TestUser user) {
        return new SlidingClient(user, BODY.replace("SINCE", "0"));
    }

    /** As clients do, names the last messages to its device that have arrived. */
    private static void goesOn(SlidingClient client, SlidingClient.Answer answer) {
        client.asks(
                BODY.replace(
                        "SINCE", answer.extension("to_device").string("next_batch").orElseThrow()));
    }

    private static int countOf(SlidingClient client) {
        SYNC.getBean(EventStream.class).catchUp().block();
        return about(STATEMENTS.during(client::syncs)).size();
    }

    /** What followers of streams ask meanwhile belongs to nobody's request. */
    private static List<String> about(List<String> statements) {
        return statements.stream()
                .filter(sql -> !sql.contains("position > :position"))
                .filter(sql -> !sql.strip().startsWith("select coalesce(max("))
                .filter(sql -> !sql.contains("sync.pusher") && !sql.contains("sync.push_progress"))
                .toList();
    }

    private static List<String> createsRooms(TestUser user, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> user.createsRoom("{\"name\":\"R" + n + "\"}"))
                .toList();
    }
}
