package dev.ganglion.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.presence.Board.Posted;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class BoardTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");

    private final Board board = new Board();

    @Test
    void eachUserIsToldOnceByTheLastUpdate() {
        board.post(new PresenceMark(1, 3), List.of(online(ALICE, 1), online(BOB, 2)));
        board.post(new PresenceMark(1, 3), List.of(online(ALICE, 3)));

        assertThat(numbers(0)).containsExactly(2L, 3L);
        assertThat(numbers(2)).containsExactly(3L);
        assertThat(numbers(3)).isEmpty();
    }

    @Test
    void anOlderUpdateDoesNotComeBack() {
        board.post(new PresenceMark(1, 3), List.of(online(ALICE, 3)));
        board.post(new PresenceMark(1, 3), List.of(online(ALICE, 1)));

        assertThat(numbers(0)).containsExactly(3L);
    }

    @Test
    void nothingBeyondTheMarkIsTold() {
        board.post(new PresenceMark(1, 2), List.of(online(ALICE, 2), online(BOB, 5)));

        assertThat(numbers(0)).containsExactly(2L);
    }

    @Test
    void anotherEpochBeginsAnew() {
        board.post(new PresenceMark(1, 9), List.of(online(ALICE, 9)));
        board.post(new PresenceMark(2, 1), List.of(online(BOB, 1)));

        assertThat(board.all()).extracting(posted -> posted.told().user()).containsExactly(BOB);
        assertThat(numbers(0)).containsExactly(1L);
    }

    @Test
    void whoWentOfflineLongAgoIsForgotten() {
        Told gone = new Told(1, ALICE, PresenceState.OFFLINE, false, 0, "");
        board.post(
                new PresenceMark(1, 2), List.of(new Posted(gone, Set.of(), 100), online(BOB, 2)));

        board.forgetOffline(100);
        assertThat(board.size()).isEqualTo(2);
        board.forgetOffline(101);

        assertThat(numbers(0)).containsExactly(2L);
    }

    private List<Long> numbers(long after) {
        return board.after(after).stream().map(posted -> posted.told().number()).toList();
    }

    private static Posted online(UserId user, long number) {
        return new Posted(new Told(number, user, PresenceState.ONLINE, true, 1, ""), Set.of(), 100);
    }
}
