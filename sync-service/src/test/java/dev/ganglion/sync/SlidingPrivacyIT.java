package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.stream.IntStream;

/** What sliding sync must not tell: what was redacted, and what ignored users say. */
class SlidingPrivacyIT {
    private static final int MANY = 520;

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser mallory = Suite.shared().user("mallory");

    @Test
    void r03WhatWasRedactedIsInNoWindowNoLongerTimelineAndNoState() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String message = alice.sends(room, "regretted words");
        String topic = alice.sets(room, "m.room.topic", "", "{\"topic\":\"regretted topic\"}");
        alice.sends(room, "said after it");
        SlidingClient narrow = new SlidingClient(bob, SlidingClient.all(1, "[[\"*\",\"*\"]]"));
        narrow.until(answer -> answer.messages(room).contains("said after it"));

        alice.redacts(room, message);
        alice.redacts(room, topic);
        alice.sends(room, "the end");
        SlidingClient.Answer news =
                narrow.until(answer -> answer.messages(room).contains("the end"));
        SlidingClient.Answer longer = narrow.asks(SlidingClient.all(30, "[[\"*\",\"*\"]]")).syncs();
        SlidingClient.Answer anew =
                new SlidingClient(bob, SlidingClient.all(30, "[[\"*\",\"*\"]]")).syncs();

        assertThat(longer.messages(room)).contains("said after it");
        assertThat(anew.messages(room)).contains("said after it", "the end");
        for (SlidingClient.Answer answer : new SlidingClient.Answer[] {news, longer, anew}) {
            assertThat(answer.json().toString()).doesNotContain("regretted");
        }
    }

    @Test
    void r08HundredsOfIgnoredMessagesLeaveAWindowWhosePagingGoesOnToTheBeginning() {
        String room = alice.createsRoom(bob, mallory);
        bob.joins(room);
        mallory.joins(room);
        alice.sends(room, "first");
        bob.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(mallory.id()),
                bob.id());
        IntStream.range(0, MANY).forEach(i -> mallory.sends(room, "spam" + i));
        SyncIT.awaitMessage(alice, "", room, "spam" + (MANY - 1));

        SlidingClient.Answer window =
                await().until(
                                () -> new SlidingClient(bob, SlidingClient.all(5, "[]")).syncs(),
                                answer -> answer.room(room).bool("limited").orElse(false));

        assertThat(window.json().toString()).doesNotContain("spam");
        String from = window.room(room).string("prev_batch").orElseThrow();
        StringBuilder paged = new StringBuilder();
        int pages = 0;
        while (!from.isEmpty()) {
            JsonObject page =
                    bob.readsRoom("/rooms/{room}/messages?dir=b&limit=20&from={from}", room, from);
            paged.append(page);
            from = page.string("end").orElse("");
            assertThat(++pages).isLessThan(MANY);
        }
        assertThat(paged.toString()).contains("first", "m.room.create");
    }
}
