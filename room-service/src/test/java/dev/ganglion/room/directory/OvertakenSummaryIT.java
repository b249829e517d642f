package dev.ganglion.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.erasure.UserErasure;
import dev.ganglion.room.summary.RoomSummaries;
import dev.ganglion.room.summary.RoomSummary;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A summary that was read before somebody was erased, and is saved after it. */
class OvertakenSummaryIT extends RoomOfAlice {
    @Autowired private SummaryRepository summaries;
    @Autowired private RoomSummaries rooms;
    @Autowired private UserErasure erasure;
    @Autowired private DatabaseClient database;

    private RoomCaller erin;

    @BeforeEach
    void aPublishedRoomThatNobodyHasLookedAt() {
        erin = new RoomCaller(web, tokens, "erin" + word);
        room =
                erin.createsRoom(
                        "{\"preset\":\"public_chat\",\"visibility\":\"public\",\"name\":\"%s\"}"
                                .formatted(word));
        database.sql(
                        """
                        delete from rooms.directory_entry d
                        using rooms.room r
                        where r.room_nid = d.room_nid and r.room_id = :room
                        """)
                .bind("room", room)
                .then()
                .block();
    }

    @Test
    void a18ADirectoryThatWasReadBeforeTheErasureIsNotSavedAfterIt() {
        SummaryRepository.Outdated outdated = outdated();
        RoomSummary before = summary();

        erasure.erase(erin.id()).block();
        summaries.save(outdated, before).block();

        assertThat(outdated()).as("is still to be made anew").isEqualTo(outdated);
        assertThat(listed()).doesNotContain(word);
    }

    @Test
    void whatWasReadAfterTheErasureIsSaved() {
        erasure.erase(new RoomCaller(web, tokens, "fay" + word).id()).block();

        summaries.save(outdated(), summary()).block();

        assertThat(isOutdated()).isFalse();
        assertThat(listed()).contains(word);
    }

    private SummaryRepository.Outdated outdated() {
        return all().stream()
                .filter(each -> each.roomId().value().equals(room))
                .findFirst()
                .orElseThrow();
    }

    private boolean isOutdated() {
        return all().stream().anyMatch(each -> each.roomId().value().equals(room));
    }

    private List<SummaryRepository.Outdated> all() {
        return Objects.requireNonNull(summaries.listOutdated(10_000).collectList().block());
    }

    private RoomSummary summary() {
        return Objects.requireNonNull(
                rooms.list(List.of(outdated().roomId()), Optional.empty()).blockLast());
    }

    private String listed() {
        return bob.post(
                        "/publicRooms",
                        "{\"filter\":{\"generic_search_term\":\"%s\"}}".formatted(word))
                .toString();
    }
}
