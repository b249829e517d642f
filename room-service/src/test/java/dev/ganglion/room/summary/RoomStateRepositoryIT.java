package dev.ganglion.room.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

class RoomStateRepositoryIT extends RoomOfAlice {
    /** Each of these rooms has more than 100 KB of state that outlines are made of. */
    private static final int MANY = 45;

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    @Autowired private RoomStateRepository states;

    @Test
    void longStateOfManyRoomsIsReadInPagesAndAllOfItIsFound() {
        List<String> rooms = Stream.generate(this::newPaddedRoom).limit(MANY).toList();

        List<RoomStateRepository.Row> page =
                Objects.requireNonNull(
                        states.page(rooms, RoomOutline.TYPES, Optional.empty(), 0)
                                .collectList()
                                .block());
        List<RoomState> all =
                Objects.requireNonNull(
                        states.list(rooms, RoomOutline.TYPES, Optional.of(alice.id()))
                                .collectList()
                                .block());

        assertThat(page).hasSizeLessThan(3 * MANY).hasSizeGreaterThan(MANY);
        assertThat(page.stream().mapToLong(row -> row.event().canonicalBytes().length).sum())
                .isLessThan(MOST_BYTES + 3 * 64 * 1024);
        assertThat(all.stream().map(state -> state.room().roomId().value()))
                .containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(all).allSatisfy(state -> assertThat(state.events()).hasSize(3));
    }

    @Test
    void aRoomThatIsNotThereIsNotFound() {
        assertThat(
                        states.list(
                                        List.of(room, "!nowhere:test.local"),
                                        RoomOutline.TYPES,
                                        Optional.empty())
                                .collectList()
                                .block())
                .hasSize(1);
        assertThat(
                        states.list(List.of(), RoomOutline.TYPES, Optional.empty())
                                .collectList()
                                .block())
                .isEmpty();
    }

    private String newPaddedRoom() {
        String padding = "\"padding\":\"" + "x".repeat(60_000) + "\"";
        return alice.createsRoom(
                """
                {"preset":"public_chat","initial_state":[
                  {"type":"m.room.join_rules","content":{"join_rule":"public",%1$s}},
                  {"type":"m.room.history_visibility","content":{"history_visibility":"shared",%1$s}}]}
                """
                        .formatted(padding));
    }
}
