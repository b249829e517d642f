package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

class DeliveryIT extends DelayedEventCase {
    @Autowired private ManageRepository repository;
    @Autowired private Doors doors;
    @Autowired private Housekeeping housekeeping;
    @Autowired private MeterRegistry meters;

    @Test
    void whoHasLeftSendsNothingMore() {
        String id = schedules(carol, word, LATER);
        carol.post("/rooms/{room}/leave", "{}", room);
        becomesDue(id);

        JsonObject finalised = finalised(carol, id);

        assertThat(finalised.object("error").orElseThrow().string("errcode"))
                .contains("M_FORBIDDEN");
        assertThat(finalised.has("event_id")).isFalse();
        neverSays(word);
    }

    @ParameterizedTest
    @CsvSource({"suspended, M_USER_SUSPENDED", "locked, M_USER_LOCKED"})
    void a10WhoIsSuspendedOrLockedSendsNothingLate(String standing, String refusal) {
        RoomCaller mallory = new RoomCaller(web, tokens, standing + "-" + word);
        mallory.joins(room);
        String id = schedules(mallory, word, LATER);
        becomesDue(id);

        assertThat(finalised(mallory, id).object("error").orElseThrow().string("errcode"))
                .contains(refusal);
        neverSays(word);
    }

    @Test
    void a10TheEndOfACallOfASuspendedUserIsTold() {
        RoomCaller mallory = new RoomCaller(web, tokens, "suspended-" + word);
        mallory.joins(room);
        alice.put(
                "/rooms/{room}/state/m.room.power_levels/",
                "{\"events\":{\"m.call.member\":0}}",
                room);
        String path = "/rooms/{room}/state/m.call.member/{key}";
        mallory.put(path, "{\"in\":\"call\"}", room, "_" + mallory.id());
        String id =
                delayId(
                        mallory.put(
                                path + "?org.matrix.msc4140.delay={delay}",
                                "{}",
                                room,
                                "_" + mallory.id(),
                                LATER));
        becomesDue(id);

        assertThat(finalised(mallory, id).has("event_id")).isTrue();
        assertThat(alice.read(path, room, "_" + mallory.id())).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void whileNobodyKnowsTheStandingNothingIsSentAndNothingIsLost() {
        RoomCaller carla = new RoomCaller(web, tokens, "silent-" + word);
        carla.joins(room);
        String id = schedules(carla, word, LATER);
        becomesDue(id);

        await().untilAsserted(() -> assertThat(attempts(id)).isPositive());

        assertThat(isWaiting(carla, id)).isTrue();
        neverSays(word);
    }

    private int attempts(String id) {
        return Objects.requireNonNull(
                database.sql("select attempts from rooms.delayed_event where delay_id = :id")
                        .bind("id", id)
                        .mapValue(Integer.class)
                        .one()
                        .block());
    }

    @Test
    void theRulesAreThoseOfTheMomentOfSending() {
        String id = schedulesState(carol, "key", 50);

        assertThat(finalised(carol, id).object("error").orElseThrow().string("errcode"))
                .contains("M_FORBIDDEN");
    }

    @Test
    void whatSomebodyElseHasSetMeanwhileIsNotReplaced() {
        String id = schedulesState(carol, "key", LATER);
        alice.put("/rooms/{room}/state/org.example.call/key", "{\"by\":\"alice\"}", room);
        becomesDue(id);

        assertThat(
                        finalised(carol, id)
                                .object("error")
                                .orElseThrow()
                                .string("org.matrix.msc4140.errcode"))
                .contains("M_CANCELLED_BY_STATE_UPDATE");
        assertThat(alice.read("/rooms/{room}/state/org.example.call/key", room).string("by"))
                .contains("alice");
    }

    @Test
    void aCrashBetweenSendingAndWritingItDownSendsNothingTwice() {
        DelayId id = new DelayId(schedules(carol, word, LATER));
        DelayedEvent taken = Objects.requireNonNull(repository.take(id).block());
        EventId sent = Objects.requireNonNull(doors.send(taken).block());
        carol.post("/rooms/{room}/leave", "{}", room);

        becomesDue(id.value());

        assertThat(finalised(carol, id.value()).string("event_id")).contains(sent.value());
        assertThat(texts()).containsOnlyOnce(word);
    }

    @Test
    void whatAReplicaTookAndNeverSentAnotherOneSends() {
        DelayId id = new DelayId(schedules(carol, word, LATER));
        repository.take(id).block();
        assertThat(repository.cancel(id).block()).isFalse();
        assertThat(repository.restart(id).blockOptional()).isEmpty();

        becomesDue(id.value());

        finalised(carol, id.value());
        assertThat(texts()).containsOnlyOnce(word);
    }

    @Test
    void anActionWaitsForTheEndOfASendingThatIsUnderWay() {
        DelayId id = new DelayId(schedules(carol, word, LATER));
        repository.take(id).block();
        change("due_at = now() + interval '300 milliseconds'", id.value());

        await().untilAsserted(() -> acts(id.value(), "send").expectStatus().isOk());

        assertThat(texts()).containsOnlyOnce(word);
    }

    @Test
    void aSendingThatDoesNotEndIsNotWaitedForForLong() {
        DelayId id = new DelayId(schedules(carol, word, LATER));
        repository.take(id).block();

        acts(id.value(), "restart").expectStatus().isEqualTo(503);

        becomesDue(id.value());
        finalised(carol, id.value());
    }

    @Test
    void whatBecameDueWhileNobodyLookedIsSentInOrder() {
        List<String> ids =
                IntStream.range(0, 5).mapToObj(i -> schedules(carol, word + i, LATER)).toList();
        beginningWithTheLastTheyBecomeDue(ids);

        ids.forEach(id -> finalised(carol, id));

        // The newest first.
        assertThat(texts().stream().filter(text -> text.startsWith(word)))
                .containsExactly(word + 0, word + 1, word + 2, word + 3, word + 4);
    }

    @Test
    void theSenderAloneIsToldTheDelayId() {
        String id = schedules(carol, word, LATER);
        acts(id, "send").expectStatus().isOk();
        String event = finalised(carol, id).string("event_id").orElseThrow();

        JsonObject own = carol.read("/rooms/{room}/event/{event}", room, event);
        JsonObject others = alice.read("/rooms/{room}/event/{event}", room, event);

        assertThat(own.object("unsigned").orElseThrow().string("org.matrix.msc4140.delay_id"))
                .contains(id);
        assertThat(own.object("unsigned").orElseThrow().has("transaction_id")).isFalse();
        assertThat(others.toString()).doesNotContain(id);
    }

    @Test
    void aRedactionTakesAwayWhatWasSentLater() {
        String id = schedules(carol, word, LATER);
        acts(id, "send").expectStatus().isOk();
        String event = finalised(carol, id).string("event_id").orElseThrow();
        assertThat(details(carol, id).toString()).contains(word);

        carol.put("/rooms/{room}/redact/{event}/t1", "{}", room, event);

        assertThat(details(carol, id).object("content")).contains(JsonObject.EMPTY);
        assertThat(isStored(word)).isFalse();
    }

    @Test
    void aClosedAccountLeavesNothingThatWaits() {
        String id = schedules(carol, word, LATER);

        web.post()
                .uri("/internal/users/{user}/deactivate", carol.id().value())
                .headers(tokens.forService("auth"))
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(read(carol, "/delayed_events").array("scheduled")).contains(JsonArray.EMPTY);
        acts(id, "send").expectStatus().isNotFound();
    }

    @Test
    void whatHasBeenOverForAWeekIsForgotten() {
        String old = schedules(carol, word, LATER);
        String recent = schedules(carol, word, LATER);
        acts(old, "cancel").expectStatus().isOk();
        acts(recent, "cancel").expectStatus().isOk();
        change("finalised_at = now() - interval '7 days 1 minute'", old);

        housekeeping.round().block();

        asks(carol, "/delayed_events/{id}", old).expectStatus().isNotFound();
        details(carol, recent);
    }

    @Test
    void whatBecomesOfThemIsCounted() {
        double sent = counted("sent");
        double cancelled = counted("cancelled");
        double failed = counted("failed");

        acts(schedules(carol, word, LATER), "cancel").expectStatus().isOk();
        acts(schedules(carol, word, LATER), "send").expectStatus().isOk();
        finalised(carol, schedulesState(carol, "key", 50));
        schedules(carol, word, LATER);
        housekeeping.round().block();

        assertThat(counted("cancelled")).isGreaterThan(cancelled);
        assertThat(counted("sent")).isGreaterThan(sent);
        await().untilAsserted(() -> assertThat(counted("failed")).isGreaterThan(failed));
        assertThat(meters.get("ganglion.delayed.events.scheduled").gauge().value()).isPositive();
    }

    @Test
    void whatOthersHaveOvertakenCountsAsCancelledWhenItsTimeComesToo() {
        double cancelled = counted("cancelled");
        double failed = counted("failed");
        String id = schedulesState(carol, "key", LATER);
        alice.put("/rooms/{room}/state/org.example.call/key", "{\"by\":\"alice\"}", room);

        becomesDue(id);

        await().untilAsserted(() -> assertThat(counted("cancelled")).isEqualTo(cancelled + 1));
        assertThat(counted("failed")).isEqualTo(failed);
    }

    /** All at once, for whoever looks in between would send some of them before the others. */
    private void beginningWithTheLastTheyBecomeDue(List<String> ids) {
        database.sql(
                        """
                        update rooms.delayed_event d
                        set due_at = now() - n.place * interval '1 second'
                        from unnest(:ids) with ordinality as n(delay_id, place)
                        where d.delay_id = n.delay_id
                        """)
                .bind("ids", ids.toArray(String[]::new))
                .then()
                .block();
    }

    private boolean isStored(String text) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select exists (
                                    select 1
                                    from rooms.delayed_event
                                    where convert_from(content, 'UTF8') like '%' || :text || '%') as is_stored
                                """)
                        .bind("text", text)
                        .map(row -> Objects.requireNonNull(row.get("is_stored", Boolean.class)))
                        .one()
                        .block());
    }

    private double counted(String what) {
        return meters.get("ganglion.delayed.events." + what).counter().count();
    }
}
