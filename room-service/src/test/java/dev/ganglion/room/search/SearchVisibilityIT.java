package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** What a search must not show. */
class SearchVisibilityIT extends Searching {
    private static final String LEAVE = "/rooms/{room}/leave";
    private static final String VISIBILITY = "/rooms/{room}/state/m.room.history_visibility/";

    @Test
    void r07_whoWasNeverInARoomFindsNothingOfIt() {
        alice.sends(room, word, "t1");

        nothingIsFoundBy(bob);
    }

    @Test
    void r07_whoIsInvitedOrTurnsThatDownFindsNothing() {
        String invited = visibleTo("invited");
        alice.invites(invited, bob);
        alice.sends(invited, word, "t1");

        nothingIsFoundBy(bob);
        bob.post(LEAVE, "{}", invited);
        nothingIsFoundBy(bob);
    }

    @Test
    void r07_aFormerMemberFindsWhatWasSaidUntilTheLeaving() {
        bob.joins(room);
        String before = alice.sends(room, word + " before", "t1");
        bob.post(LEAVE, "{}", room);
        alice.sends(room, word + " after", "t2");

        JsonNode answer =
                searches(
                        bob,
                        ",\"include_state\":true,\"event_context\":{},\"groupings\":{\"group_by\":[{\"key\":\"room_id\"}]}");

        assertThat(found(answer)).containsExactly(before);
        assertThat(answer.path("count").asInt()).isEqualTo(1);
        assertThat(answer.toString()).doesNotContain(word + " after");
    }

    @Test
    void r07_theStateOfARoomThatWasLeftIsThatOfTheLeaving() {
        bob.joins(room);
        bob.sends(room, word, "t1");
        bob.post(LEAVE, "{}", room);
        alice.put("/rooms/{room}/state/m.room.topic/", "{\"topic\":\"secret\"}", room);

        assertThat(searches(bob, ",\"include_state\":true").path("state").path(room).toString())
                .contains("m.room.create")
                .doesNotContain("secret");
    }

    @Test
    void r07_whoIsBannedFindsNothingThatCameLater() {
        bob.joins(room);
        String before = alice.sends(room, word, "t1");
        alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", room);
        alice.sends(room, word, "t2");

        assertThat(found(searches(bob))).containsExactly(before);
    }

    @Test
    void r07_aForgottenRoomIsNotSearched() {
        bob.joins(room);
        alice.sends(room, word, "t1");
        bob.post(LEAVE, "{}", room);
        bob.post("/rooms/{room}/forget", "{}", room);

        nothingIsFoundBy(bob);
    }

    @Test
    void r07_whatWasSaidBeforeTheJoinIsFoundOnlyWhereHistoryIsShared() {
        String joined = visibleTo("joined");
        alice.sends(joined, word + " hidden", "t1");
        alice.sends(room, word + " shared", "t2");
        bob.joins(room);
        alice.invites(joined, bob);
        bob.joins(joined);
        String since = alice.sends(joined, word + " since", "t3");

        JsonNode answer = searches(bob, ",\"event_context\":{\"before_limit\":20}");

        assertThat(found(answer)).hasSize(2).contains(since);
        assertThat(answer.path("count").asInt()).isEqualTo(2);
        assertThat(answer.toString()).doesNotContain(word + " hidden");
    }

    @Test
    void r07_whatWasSaidBetweenTwoStaysStaysHidden() {
        String joined = visibleTo("joined");
        alice.invites(joined, bob);
        bob.joins(joined);
        String first = alice.sends(joined, word + " first", "t1");
        bob.post(LEAVE, "{}", joined);
        alice.sends(joined, word + " between", "t2");
        alice.invites(joined, bob);
        bob.joins(joined);
        String second = alice.sends(joined, word + " second", "t3");

        assertThat(found(searches(bob))).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void r03_aRedactedMessageIsNotFoundAndItsWordsAreGone() {
        String regretted = alice.sends(room, word + " regretted", "t1");
        String kept = alice.sends(room, word, "t2");
        assertThat(found(searches(alice))).hasSize(2);

        alice.put("/rooms/{room}/redact/{event}/t3", "{}", room, regretted);

        assertThat(found(searches(alice, ",\"event_context\":{}"))).containsExactly(kept);
        assertThat(searches(alice, ",\"event_context\":{}").toString()).doesNotContain("regretted");
        assertThat(rows(regretted)).isZero();
        assertThat(rows(kept)).isEqualTo(1);
    }

    @Test
    void r03_aRedactedNameIsNotFound() {
        String name =
                alice.put("/rooms/{room}/state/m.room.name/", "{\"name\":\"" + word + "\"}", room)
                        .string("event_id")
                        .orElseThrow();
        assertThat(found(searches(alice))).containsExactly(name);

        alice.put("/rooms/{room}/redact/{event}/t1", "{}", room, name);

        nothingIsFoundBy(alice);
    }

    @Test
    void whatIsSaidInAnEncryptedRoomIsNotIndexed() {
        String before = alice.sends(room, word, "t1");
        alice.put(
                "/rooms/{room}/state/m.room.encryption/",
                "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}",
                room);
        String inTheClear = alice.sends(room, word, "t2");

        assertThat(found(searches(alice))).containsExactly(before);
        assertThat(rows(inTheClear)).isZero();
    }

    private void nothingIsFoundBy(RoomCaller caller) {
        JsonNode answer = searches(caller);
        assertThat(found(answer)).isEmpty();
        assertThat(answer.path("count").asInt()).isZero();
        assertThat(answer.path("highlights")).isEmpty();
        assertThat(answer.has("next_batch")).isFalse();
    }

    /** A private room of Alice with that history visibility from its beginning. */
    private String visibleTo(String visibility) {
        String created = alice.createsRoom("{\"preset\":\"private_chat\"}");
        alice.put(VISIBILITY, "{\"history_visibility\":\"" + visibility + "\"}", created);
        return created;
    }
}
