package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.sync.threadsubscription.ThreadSubscriptions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.Map;

/** MSC4306. Alice and Bob talk; Carol is in another room. */
class ThreadSubscriptionIT {
    private static final String UNKNOWN = "$" + "A".repeat(43);
    private static final String NOT_IN_THREAD = "IO.ELEMENT.MSC4306.M_NOT_IN_THREAD";
    private static final String CONFLICT = "IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");
    private String room = "";
    private String root = "";

    @BeforeEach
    void aRoomWithAMessage() {
        room = alice.createsRoom(bob);
        bob.joins(room);
        root = bob.sends(room, "root");
    }

    @Test
    void aThreadIsNotSubscribedToUntilSomebodySaysSo() {
        isRefused(ThreadCalls.gets(alice, room, root), 404, "M_NOT_FOUND");

        ThreadCalls.subscribes(alice, room, root);

        isSubscribed(false);
        isRefused(ThreadCalls.gets(bob, room, root), 404, "M_NOT_FOUND");
    }

    @Test
    void whoUnsubscribesIsSubscribedNoMoreHoweverOftenTheySaySo() {
        ThreadCalls.unsubscribes(alice, room, root);
        ThreadCalls.subscribes(alice, room, root);
        ThreadCalls.unsubscribes(alice, room, root);
        ThreadCalls.unsubscribes(alice, room, root);

        isRefused(ThreadCalls.gets(alice, room, root), 404, "M_NOT_FOUND");
    }

    @Test
    void anAutomaticSubscriptionIsMadeTheUsersOwnAndNeverTheOtherWayRound() {
        String cause = ThreadCalls.replies(bob, room, root);

        ThreadCalls.subscribesFor(alice, room, root, cause).expectStatus().isOk();
        isSubscribed(true);
        ThreadCalls.subscribes(alice, room, root);
        isSubscribed(false);
        ThreadCalls.subscribesFor(alice, room, root, cause).expectStatus().isOk();
        isSubscribed(false);
    }

    @Test
    void anUnsubscriptionWinsOverWhatCameBeforeIt() {
        String before = ThreadCalls.replies(bob, room, root);
        ThreadCalls.subscribesFor(alice, room, root, before).expectStatus().isOk();
        ThreadCalls.unsubscribes(alice, room, root);

        isRefused(ThreadCalls.subscribesFor(alice, room, root, before), 409, CONFLICT);
        isRefused(ThreadCalls.gets(alice, room, root), 404, "M_NOT_FOUND");

        String after = ThreadCalls.replies(bob, room, root);
        ThreadCalls.subscribesFor(alice, room, root, after).expectStatus().isOk();
        isSubscribed(true);
    }

    @Test
    void theUserSubscribesAgainAtAnyTime() {
        ThreadCalls.subscribes(alice, room, root);
        ThreadCalls.unsubscribes(alice, room, root);
        ThreadCalls.subscribes(alice, room, root);

        isSubscribed(false);
    }

    @Test
    void onlyAnEventOfTheThreadSubscribesToIt() {
        String elsewhere = ThreadCalls.replies(bob, room, bob.sends(room, "other root"));

        for (String cause : List.of(root, elsewhere, UNKNOWN, bob.sends(room, "plain"))) {
            isRefused(ThreadCalls.subscribesFor(alice, room, root, cause), 400, NOT_IN_THREAD);
        }
    }

    @Test
    void whatIsInAThreadIsTheRootOfNone() {
        String reply = ThreadCalls.replies(bob, room, root);

        isRefused(ThreadCalls.puts(alice, room, reply, "{}"), 404, "M_NOT_FOUND");
    }

    @Test
    void threadsOfOthersAreNotFoundLikeThoseThatAreNotThere() {
        String foreign = carol.createsRoom();
        String hidden = carol.sends(foreign, "hidden");

        for (List<String> thread :
                List.of(
                        List.of(foreign, hidden),
                        List.of(room, hidden),
                        List.of(room, UNKNOWN),
                        List.of("!unknown:test.local", root))) {
            String in = thread.getFirst();
            String of = thread.getLast();
            isRefused(ThreadCalls.puts(alice, in, of, "{}"), 404, "M_NOT_FOUND");
            isRefused(ThreadCalls.gets(alice, in, of), 404, "M_NOT_FOUND");
            isRefused(ThreadCalls.deletes(alice, in, of), 404, "M_NOT_FOUND");
        }
    }

    @Test
    void whatCameBeforeTheUserMayNotBeSubscribedToWhereItIsHidden() {
        alice.sets(room, "m.room.history_visibility", "", "{\"history_visibility\":\"joined\"}");
        String early = alice.sends(room, "early");
        alice.invites(room, carol);
        carol.joins(room);

        isRefused(ThreadCalls.puts(carol, room, early, "{}"), 404, "M_NOT_FOUND");
    }

    @Test
    void whoHasLeftSubscribesToNothing() {
        ThreadCalls.subscribes(bob, room, root);
        bob.leaves(room);

        isRefused(ThreadCalls.gets(bob, room, root), 404, "M_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"automatic\":true} | M_BAD_JSON",
                "{\"automatic\":null} | M_BAD_JSON",
                "{\"automatic\":[[\"$a\"]]} | M_BAD_JSON",
                "{\"automatic\":\"no event\"} | M_INVALID_PARAM",
                "[] | M_BAD_JSON",
                "{ | M_NOT_JSON",
            })
    void aWrongBodyIsRefused(String body, String errcode) {
        isRefused(ThreadCalls.puts(alice, room, root, body), 400, errcode);
    }

    @Test
    void d10ThereIsALimitForSubscriptionsAndOldUnsubscriptionsMakePlace() {
        TestUser limited =
                alice.at(
                        Suite.port(
                                Suite.shared()
                                        .startSync(
                                                Map.of(
                                                        "ganglion.thread-subscriptions.max-per-user",
                                                        2))));
        String second = bob.sends(room, "second");
        String third = bob.sends(room, "third");
        ThreadCalls.subscribes(limited, room, root);
        ThreadCalls.subscribes(limited, room, second);

        isRefused(ThreadCalls.puts(limited, room, third, "{}"), 413, "M_TOO_LARGE");
        ThreadCalls.unsubscribes(limited, room, root);
        ThreadCalls.subscribes(limited, room, third);

        assertThat(rows("user_id = :user")).isEqualTo(2);
        assertThat(ThreadCalls.pages(alice, "dir=b").object("unsubscribed")).isEmpty();
    }

    @Test
    void a18NothingIsKeptOfAnErasedUserAndPositionsStayGood() {
        SlidingClient client = new SlidingClient(bob, SlidingThreadSubscriptionIT.asked(10));
        ThreadCalls.subscribes(alice, room, root);
        ThreadCalls.subscribes(alice, room, bob.sends(room, "last"));
        Suite.shared().sync(0).getBean(ThreadSubscriptions.class).reach(last()).block();
        client.syncs();

        Suite.shared()
                .tells("auth", "sync", "/internal/users/{user}/erase", alice.id())
                .expectStatus()
                .isOk();

        assertThat(rows("user_id = :user and (room_nid <> 0 or thread_root <> '')")).isZero();
        client.by(bob.at(Suite.port(Suite.shared().startSync()))).syncs();
    }

    @Test
    void whatWasSaidOfARoomThatIsGoneGoesToo() {
        DatabaseClient database = Suite.shared().sync(0).getBean(DatabaseClient.class);
        database.sql(
                        """
                        insert into sync.thread_subscription
                            (user_id, room_nid, thread_root, state, seen_up_to, position)
                        values (:user, -1, '$gone', 'manual', 0, nextval('sync.thread_subscription_position'))
                        """)
                .bind("user", alice.id().value())
                .then()
                .block();
        ThreadCalls.subscribes(alice, room, root);

        Suite.shared().sync(0).getBean(ThreadSubscriptions.class).forgetRemovedRooms().block();

        assertThat(rows("user_id = :user and room_nid = -1")).isZero();
        assertThat(rows("user_id = :user")).isEqualTo(1);
    }

    private void isSubscribed(boolean isAutomatic) {
        ThreadCalls.gets(alice, room, root)
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"automatic\":" + isAutomatic + "}");
    }

    private static void isRefused(ResponseSpec answer, int status, String errcode) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);
    }

    private long rows(String condition) {
        return number(
                Suite.shared()
                        .sync(0)
                        .getBean(DatabaseClient.class)
                        .sql("select count(*) from sync.thread_subscription where " + condition)
                        .bind("user", alice.id().value()));
    }

    private static long last() {
        return number(
                Suite.shared()
                        .sync(0)
                        .getBean(DatabaseClient.class)
                        .sql("select max(position) from sync.thread_subscription"));
    }

    private static long number(DatabaseClient.GenericExecuteSpec query) {
        return query.mapValue(Long.class).one().blockOptional().orElse(-1L);
    }
}
