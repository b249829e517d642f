package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What a client of sliding sync is told of the rooms in its window, and of those that it names. */
class SlidingSyncIT {
    private static final String NAME = "[[\"m.room.name\",\"\"]]";
    private static final String LAZY =
            "[[\"m.room.create\",\"\"],[\"m.room.member\",\"$LAZY\"],[\"m.room.member\",\"$ME\"]]";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void aRoomIsToldFromItsBeginningAndThenOnlyItsNews() {
        String room = alice.createsRoom("{\"name\":\"Tea\"}");
        alice.sends(room, "one");
        alice.sends(room, "two");
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(2, NAME));

        SlidingClient.Answer first = client.until(answer -> answer.has(room));
        alice.sends(room, "three");
        SlidingClient.Answer second = client.waits();
        SlidingClient.Answer third = client.syncs();

        assertThat(first.room(room).bool("initial")).contains(true);
        assertThat(first.room(room).string("name")).contains("Tea");
        assertThat(first.room(room).integer("joined_count")).contains(1L);
        assertThat(first.room(room).bool("limited")).contains(true);
        assertThat(first.room(room).string("prev_batch")).isPresent();
        assertThat(first.messages(room)).containsExactly("one", "two");
        assertThat(first.state(room)).containsExactly("m.room.name|");
        assertThat(first.count("all")).isEqualTo(1);
        assertThat(second.room(room).has("initial")).isFalse();
        assertThat(second.room(room).bool("limited")).contains(false);
        assertThat(second.room(room).integer("num_live")).contains(1L);
        assertThat(second.messages(room)).containsExactly("three");
        assertThat(third.rooms()).isEmpty();
    }

    @Test
    void whatSomebodySaysMovesTheirRoomUpAndTheWindowHasItsRooms() {
        List<String> rooms = IntStream.range(0, 4).mapToObj(_ -> alice.createsRoom()).toList();
        rooms.forEach(room -> alice.sends(room, "hello"));
        String window =
                """
                {"lists":{"top":{"ranges":[[0,1]],"timeline_limit":1}}}""";
        SlidingClient client = new SlidingClient(alice, window);

        SlidingClient.Answer first = client.syncs();
        alice.sends(rooms.getFirst(), "up");
        SlidingClient.Answer second = client.waits();

        assertThat(first.rooms()).containsExactlyInAnyOrder(rooms.get(3), rooms.get(2));
        assertThat(first.count("top")).isEqualTo(4);
        assertThat(second.rooms()).containsExactly(rooms.getFirst());
        assertThat(second.room(rooms.getFirst()).bool("initial")).contains(true);
        assertThat(second.room(rooms.getFirst()).integer("bump_stamp").orElseThrow())
                .isGreaterThan(first.room(rooms.get(3)).integer("bump_stamp").orElseThrow());
    }

    @Test
    void whatHappenedOutsideOfTheWindowIsToldAsAGapWhenTheRoomIsBack() {
        String quiet = alice.createsRoom();
        String loud = alice.createsRoom();
        alice.sends(quiet, "first");
        String window =
                """
                {"lists":{"top":{"ranges":[[0,0]],"timeline_limit":2,
                 "required_state":[["m.room.topic",""]]}}}""";
        SlidingClient client = new SlidingClient(alice, window);
        assertThat(client.syncs().rooms()).containsExactly(quiet);

        alice.sends(loud, "now here");
        assertThat(client.waits().rooms()).containsExactly(loud);
        alice.sets(quiet, "m.room.topic", "", "{\"topic\":\"Cake\"}");
        IntStream.range(0, 3)
                .forEach(n -> alice.sets(quiet, "org.example.x", "", "{\"n\":" + n + "}"));
        client.syncs();
        alice.sends(quiet, "back");
        SlidingClient.Answer back = client.waits();

        assertThat(back.rooms()).containsExactly(quiet);
        assertThat(back.room(quiet).has("initial")).isFalse();
        assertThat(back.room(quiet).bool("limited")).contains(true);
        assertThat(back.timeline(quiet)).hasSize(2);
        assertThat(back.messages(quiet)).containsExactly("back");
        assertThat(back.state(quiet)).containsExactly("m.room.topic|");
    }

    @Test
    void aSubscriptionRaisesTheLimitAndAddsState() {
        String room = alice.createsRoom("{\"name\":\"Tea\",\"topic\":\"Leaves\"}");
        IntStream.range(0, 5).forEach(n -> alice.sends(room, "m" + n));
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, NAME));
        SlidingClient.Answer first = client.syncs();

        client.asks(
                """
                {"lists":{"all":{"ranges":[[0,99]],"timeline_limit":1,"required_state":%s}},
                 "room_subscriptions":{"%s":{"timeline_limit":4,
                  "required_state":[["m.room.topic",""],["m.room.name",""]]}}}"""
                        .formatted(NAME, room));
        SlidingClient.Answer second = client.waits();

        assertThat(first.messages(room)).containsExactly("m4");
        assertThat(second.messages(room)).containsExactly("m1", "m2", "m3", "m4");
        assertThat(second.room(room).bool("expanded_timeline")).contains(true);
        assertThat(second.room(room).bool("limited")).contains(true);
        assertThat(second.room(room).integer("num_live")).contains(0L);
        assertThat(second.state(room)).containsExactly("m.room.topic|");
        assertThat(client.syncs().rooms()).isEmpty();
    }

    @Test
    void membersAreLoadedLazilyAndOnce() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        alice.sends(room, "by alice");
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(1, LAZY));

        SlidingClient.Answer first = client.until(answer -> answer.has(room));
        bob.sends(room, "by bob");
        SlidingClient.Answer second = client.waits();
        alice.sends(room, "by alice again");
        SlidingClient.Answer third = client.waits();

        assertThat(first.state(room))
                .containsExactlyInAnyOrder(
                        "m.room.create|",
                        "m.room.member|" + alice.id(),
                        "m.room.member|" + bob.id());
        assertThat(second.messages(room)).containsExactly("by bob");
        assertThat(third.state(room)).isEmpty();
    }

    @Test
    void allStateIsAllOfIt() {
        String room = alice.createsRoom(bob);
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(0, "[[\"*\",\"*\"]]"));

        List<String> state = client.syncs().state(room);

        assertThat(state)
                .contains(
                        "m.room.create|",
                        "m.room.join_rules|",
                        "m.room.power_levels|",
                        "m.room.member|" + alice.id(),
                        "m.room.member|" + bob.id());
    }

    @Test
    void aRoomWithoutANameIsDescribedByItsHeroes() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));

        SlidingClient.Answer answer = client.syncs();

        assertThat(answer.room(room).string("name")).isEmpty();
        assertThat(answer.events(room, "heroes"))
                .extracting(hero -> hero.string("user_id").orElseThrow())
                .containsExactly(bob.id().value());
        assertThat(answer.room(room).integer("joined_count")).contains(2L);
    }

    @Test
    void anInvitationIsToldWithStrippedStateAndTheRoomAnewOnceJoined() {
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(5, NAME));
        client.syncs();

        String room = alice.createsRoom("{\"name\":\"Tea\",\"invite\":[\"" + bob.id() + "\"]}");
        SlidingClient.Answer invited = client.waits();
        SlidingClient.Answer again = client.syncs();
        bob.joins(room);
        SlidingClient.Answer joined = client.waits();

        assertThat(invited.events(room, "invite_state"))
                .anyMatch(event -> event.string("type").orElse("").equals("m.room.name"));
        assertThat(again.rooms()).isEmpty();
        assertThat(joined.room(room).bool("initial")).contains(true);
        assertThat(joined.room(room).string("name")).contains("Tea");
    }

    @Test
    void aKickIsToldOnceAndNothingThatIsSentAfterIt() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(5, NAME));
        client.until(answer -> answer.has(room));

        alice.sends(room, "before");
        alice.kicks(room, bob);
        alice.sends(room, "after");
        SlidingClient.Answer told =
                client.until(answer -> answer.json().toString().contains("\"leave\""));
        SlidingClient.Answer again = client.syncs();

        assertThat(told.state(room)).containsExactly("m.room.member|" + bob.id());
        assertThat(told.messages(room)).doesNotContain("after");
        assertThat(told.count("all")).isZero();
        assertThat(again.rooms()).isEmpty();
    }

    @Test
    void aRoomOfOthersCannotBeSubscribedTo() {
        String room = alice.createsRoom();
        alice.sends(room, "secret");

        SlidingClient.Answer answer =
                new SlidingClient(
                                bob,
                                "{\"room_subscriptions\":{\"%s\":{\"timeline_limit\":20,\"required_state\":[[\"*\",\"*\"]]}}}"
                                        .formatted(room))
                        .syncs();

        assertThat(answer.rooms()).isEmpty();
    }

    @Test
    void whoJoinsSeesNothingFromBeforeWhereHistoryIsForMembersOnly() {
        String room =
                alice.createsRoom(
                        """
                        {"preset":"private_chat","initial_state":[{"type":"m.room.history_visibility","state_key":"",
                         "content":{"history_visibility":"joined"}}]}""");
        alice.sends(room, "not for bob");
        alice.invites(room, bob);
        bob.joins(room);
        alice.sends(room, "for bob");

        SlidingClient.Answer answer =
                new SlidingClient(bob, SlidingClient.all(50, "[]"))
                        .until(found -> found.messages(room).contains("for bob"));

        assertThat(answer.messages(room)).containsExactly("for bob");
    }

    @Test
    void readingARoomElsewhereTellsItsCounts() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String event = alice.sends(room, "read me");
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(1, "[]"));
        SlidingClient.Answer unread =
                client.until(answer -> answer.messages(room).contains("read me"));

        bob.sync(
                HttpMethod.POST,
                "/rooms/{room}/receipt/{type}/{event}",
                "{}",
                room,
                "m.read",
                event);
        SlidingClient.Answer read = client.waits();

        assertThat(unread.room(room).integer("notification_count").orElseThrow()).isPositive();
        assertThat(read.room(room).integer("notification_count")).contains(0L);
    }

    @Test
    void readingARoomElsewhereIsToldByAReplicaThatHasItNotInMemory() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String event = alice.sends(room, "read me");
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(1, "[]"));
        client.until(answer -> answer.messages(room).contains("read me"));

        bob.sync(
                HttpMethod.POST,
                "/rooms/{room}/receipt/{type}/{event}",
                "{}",
                room,
                "m.read",
                event);
        TestUser atNewReplica = bob.at(Suite.port(Suite.shared().startSync()));
        SlidingClient.Answer read = client.by(atNewReplica).syncs();

        assertThat(read.room(room).integer("notification_count")).contains(0L);
    }

    @Test
    void filtersChooseWhatIsInAList() {
        String plain = alice.createsRoom();
        String space = alice.createsRoom("{\"creation_content\":{\"type\":\"m.space\"}}");
        String encrypted =
                alice.createsRoom(
                        """
                        {"initial_state":[{"type":"m.room.encryption","state_key":"",
                         "content":{"algorithm":"m.megolm.v1.aes-sha2"}}]}""");
        String direct = alice.createsRoom();
        String favourite = alice.createsRoom();
        String invited = bob.createsRoom(alice);
        alice.sets(space, "m.space.child", plain, "{\"via\":[\"test.local\"]}");
        account("m.direct", "{\"%s\":[\"%s\"]}".formatted(bob.id(), direct));
        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/rooms/{room}/tags/{tag}",
                "{}",
                alice.id(),
                favourite,
                "m.favourite");

        assertThat(filtered("{\"is_dm\":true}")).containsExactly(direct);
        assertThat(filtered("{\"is_encrypted\":true}")).containsExactly(encrypted);
        assertThat(filtered("{\"is_invite\":true}")).containsExactly(invited);
        assertThat(filtered("{\"room_types\":[\"m.space\"]}")).containsExactly(space);
        assertThat(filtered("{\"room_types\":[null],\"is_invite\":false}"))
                .containsExactlyInAnyOrder(plain, encrypted, direct, favourite);
        assertThat(filtered("{\"not_room_types\":[\"m.space\"]}")).doesNotContain(space).hasSize(5);
        assertThat(filtered("{\"tags\":[\"m.favourite\"]}")).containsExactly(favourite);
        assertThat(filtered("{\"not_tags\":[\"m.favourite\"]}"))
                .doesNotContain(favourite)
                .hasSize(5);
        assertThat(filtered("{\"spaces\":[\"" + space + "\"]}")).containsExactly(plain);
    }

    @Test
    void whatBecomesADirectChatIsToldAsOne() {
        String room = alice.createsRoom(bob);
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        assertThat(client.syncs().room(room).bool("is_dm")).contains(false);

        account("m.direct", "{\"%s\":[\"%s\"]}".formatted(bob.id(), room));
        SlidingClient.Answer after = client.until(answer -> answer.has(room));

        assertThat(after.room(room).bool("is_dm")).contains(true);
    }

    @Test
    void anInvitationThatBecomesADirectChatIsToldAgain() {
        String room = bob.createsRoom(alice);
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        assertThat(client.until(answer -> answer.has(room)).room(room).bool("is_dm"))
                .contains(false);

        account("m.direct", "{\"%s\":[\"%s\"]}".formatted(bob.id(), room));
        SlidingClient.Answer after = client.until(answer -> answer.has(room));

        assertThat(after.room(room).bool("is_dm")).contains(true);
        assertThat(after.room(room).has("invite_state")).isTrue();
    }

    @Test
    void whoLeftWhileARoomWasInNoWindowIsCountedNoMoreWhenItIsAgain() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String other = alice.createsRoom();
        String list = "{\"lists\":{\"top\":{\"ranges\":[[0,0]],\"timeline_limit\":5}}}";
        SlidingClient client = new SlidingClient(alice, list);
        alice.sends(room, "first");
        client.until(answer -> answer.messages(room).contains("first"));

        alice.sends(other, "on top");
        client.until(answer -> answer.messages(other).contains("on top"));
        bob.leaves(room);
        String tick = alice.sends(other, "tick");
        client.until(answer -> answer.timeline(other).toString().contains(tick));
        alice.sends(room, "on top again");
        SlidingClient.Answer again =
                client.until(answer -> answer.messages(room).contains("on top again"));

        assertThat(again.room(room).integer("joined_count")).contains(1L);
    }

    @Test
    void whoIsSentAwayIsToldAmongLazyMembersThoughTheyNeverSpoke() {
        TestUser carol = Suite.shared().user("carol");
        String room = alice.createsRoom(bob, carol);
        bob.joins(room);
        carol.joins(room);
        String lazy = "[[\"m.room.member\",\"$LAZY\"]]";
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(1, lazy));
        alice.sends(room, "before");
        client.until(answer -> answer.messages(room).contains("before"));

        alice.kicks(room, carol);
        SlidingClient.Answer after =
                client.until(answer -> answer.timeline(room).toString().contains("leave"));

        assertThat(after.events(room, "required_state"))
                .filteredOn(
                        event -> event.string("state_key").equals(Optional.of(carol.id().value())))
                .singleElement()
                .asString()
                .contains("leave");
    }

    @Test
    void theTransactionIsEchoed() {
        JsonObject answer = new SlidingClient(alice, "{\"txn_id\":\"t1\"}").syncs().json();

        assertThat(answer.string("txn_id")).contains("t1");
    }

    private Set<String> filtered(String filters) {
        String body =
                "{\"conn_id\":\"f\",\"lists\":{\"l\":{\"ranges\":[[0,99]],\"filters\":%s}}}"
                        .formatted(filters);
        return new SlidingClient(alice, body).syncs().rooms();
    }

    private void account(String type, String content) {
        alice.sync(HttpMethod.PUT, "/user/{user}/account_data/{type}", content, alice.id(), type);
    }
}
