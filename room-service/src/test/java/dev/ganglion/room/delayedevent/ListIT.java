package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class ListIT extends DelayedEventCase {
    private static final String LIST = "/delayed_events";

    @Test
    void thoseThatWaitAreShownTheNextOneFirst() {
        String second = schedulesState(carol, "key", LATER + 60_000);
        String first = schedules(carol, word, LATER);
        schedules(alice, word, LATER);

        JsonObject answer = read(carol, LIST);

        assertThat(ids(answer, "scheduled")).containsExactly(first, second);
        assertThat(answer.array("delayed_events")).isEqualTo(answer.array("scheduled"));
        assertThat(answer.array("finalised")).contains(JsonArray.EMPTY);
        assertThat(answer.has("next_batch")).isFalse();
        JsonObject message = of(answer, "scheduled").getFirst();
        assertThat(message.keys())
                .containsExactlyInAnyOrder(
                        "delay_id", "room_id", "type", "delay", "running_since", "content");
        assertThat(message.string("room_id")).contains(room);
        assertThat(message.string("type")).contains("m.room.message");
        assertThat(message.integer("delay")).contains(LATER);
        assertThat(message.object("content").orElseThrow().string("body")).contains(word);
        assertThat(of(answer, "scheduled").getLast().string("state_key")).contains("key");
    }

    @Test
    void thoseThatAreOverAreShownTheLatestFirst() {
        String cancelled = schedules(carol, word, LATER);
        String early = schedules(carol, word, LATER);
        acts(cancelled, "cancel").expectStatus().isOk();
        acts(early, "send").expectStatus().isOk();
        String late = schedules(carol, word, 30);
        finalised(carol, late);
        String refused = schedulesState(carol, "key", 30);
        finalised(carol, refused);

        List<JsonObject> over = of(read(carol, LIST), "finalised");

        assertThat(over.stream().map(one -> one.object("delayed_event").orElseThrow()))
                .extracting(event -> event.string("delay_id").orElseThrow())
                .containsExactly(refused, late, early, cancelled);
        assertThat(over)
                .extracting(
                        one ->
                                one.string("outcome").orElse("")
                                        + " "
                                        + one.string("reason").orElse(""))
                .containsExactly("cancel error", "send delay", "send action", "cancel action");
        assertThat(over.get(0).object("error").orElseThrow().string("errcode"))
                .contains("M_FORBIDDEN");
        assertThat(over.get(1).string("event_id")).isPresent();
        assertThat(over.get(3).has("event_id")).isFalse();
        assertThat(over.get(3).integer("origin_server_ts")).isPresent();
    }

    @Test
    void oneAsksForAPartOfThem() {
        String waiting = schedules(carol, word, LATER);
        String over = schedulesState(carol, "key", LATER);
        acts(over, "cancel").expectStatus().isOk();

        JsonObject scheduled = read(carol, LIST + "?status=scheduled");
        JsonObject finalised = read(carol, LIST + "?status=finalised");

        assertThat(ids(scheduled, "scheduled")).containsExactly(waiting);
        assertThat(scheduled.has("finalised")).isFalse();
        assertThat(finalised.has("scheduled")).isFalse();
        assertThat(finalised.has("delayed_events")).isFalse();
        assertThat(of(finalised, "finalised")).hasSize(1);
        assertThat(total(LIST + "?room_id={room}", room)).isEqualTo(2);
        assertThat(total(LIST + "?room_id={room}", "!other:test.local")).isZero();
        assertThat(total(LIST + "?type=m.room.message")).isEqualTo(1);
        assertThat(total(LIST + "?delay_id={a}&delay_id={b}", waiting, over)).isEqualTo(2);
        assertThat(total(LIST + "?delay_id={a}", over)).isEqualTo(1);
        assertThat(total(LIST + "?delay_id={a}", "nothing")).isZero();
    }

    @Test
    void aLongListComesInPages() {
        String text = "x".repeat(60_000);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(schedules(carol, text, LATER + i));
        }
        acts(all.getLast(), "cancel").expectStatus().isOk();

        List<String> seen = new ArrayList<>();
        JsonObject page = read(carol, LIST);
        seen.addAll(ids(page, "scheduled"));
        assertThat(seen).hasSizeBetween(1, 10);
        while (page.has("next_batch")) {
            page = read(carol, LIST + "?from={token}", page.string("next_batch").orElseThrow());
            seen.addAll(ids(page, "scheduled"));
        }

        assertThat(seen).containsExactlyElementsOf(all.subList(0, 11));
        assertThat(of(page, "finalised")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=sent",
                "status=",
                "from=nonsense",
                "from=d2_1_AAAAAAAAAAAAAAAAAAAAAA",
                "from=",
                "room_id=nonsense"
            })
    void whatMeansNothingIsRefused(String query) {
        Refusal.INVALID_PARAM.answers(asks(carol, LIST + "?" + query));
    }

    private int total(String path, Object... variables) {
        JsonObject answer = read(carol, path, variables);
        return of(answer, "scheduled").size() + of(answer, "finalised").size();
    }

    private static List<String> ids(JsonObject answer, String list) {
        return of(answer, list).stream().map(one -> one.string("delay_id").orElseThrow()).toList();
    }

    private static List<JsonObject> of(JsonObject answer, String list) {
        return answer.array(list).orElse(JsonArray.EMPTY).objects().toList();
    }
}
