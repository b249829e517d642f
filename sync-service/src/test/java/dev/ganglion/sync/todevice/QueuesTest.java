package dev.ganglion.sync.todevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class QueuesTest {
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final DeviceId PHONE = DeviceId.parse("PHONE");
    private static final int LENGTH = 100;

    @Test
    void whatAQueueHoldsIsCountedOnFromItsLastMessage() {
        Tally queue = new Tally(70, 7_000, 5, 500);
        Tally ofSender = new Tally(30, 3_000, 2, 200);

        List<Queues.Row> rows =
                new Queues(requests(2))
                        .admit(List.of(to(0, queue, ofSender), to(1, queue, ofSender)));

        assertThat(rows.getLast().queue()).isEqualTo(new Tally(72, 7_200, 7, 700));
        assertThat(rows.getLast().ofSender()).isEqualTo(new Tally(32, 3_200, 4, 400));
    }

    @Test
    void d10ASenderFillsOnlyAPartOfAQueue() {
        Tally almostFull = waiting(Queues.MAX_OF_SENDER - 1);
        Queues queues = new Queues(requests(2));

        List<Queues.Row> rows =
                queues.admit(List.of(to(0, almostFull, almostFull), to(1, almostFull, almostFull)));

        assertThat(rows).hasSize(1);
        assertThat(queues.dropped()).isEqualTo(1);
        assertThat(new Queues(requests(1)).admit(List.of(to(0, almostFull.with(1), Tally.EMPTY))))
                .as("somebody else's")
                .hasSize(1);
    }

    @Test
    void d10AFullQueueTakesNothingMoreAndKeepsWhatItHas() {
        Tally full = waiting(Queues.MAX_OF_DEVICE);
        Tally heavy = new Tally(9, 9, 1, Queues.MAX_BYTES_OF_DEVICE - LENGTH + 1);

        assertThat(new Queues(requests(1)).admit(List.of(to(0, full, Tally.EMPTY)))).isEmpty();
        assertThat(new Queues(requests(1)).admit(List.of(to(0, heavy, Tally.EMPTY)))).isEmpty();
    }

    @Test
    void d10ARequestThatComesToTooMuchOverAllDevicesIsFound() {
        int rows = (int) (Queues.MAX_BYTES_OF_REQUEST / (1_000 + LENGTH));
        Recipient each = to(0, Tally.EMPTY, Tally.EMPTY);
        Queues queues = new Queues(requests(1));

        assertThat(queues.tooLarge(Collections.nCopies(rows, each))).isEmpty();
        assertThat(queues.tooLarge(Collections.nCopies(rows + 1, each))).containsExactly(0);
    }

    private static Tally waiting(int count) {
        return new Tally(count + 7L, count + 7L, count, count);
    }

    private static Recipient to(int request, Tally queue, Tally ofSender) {
        return new Recipient(request, 0, new DeviceRef(BOB, PHONE), 1, queue, ofSender);
    }

    /** Each of one message to Bob's phone. */
    private static List<SendRequest> requests(int count) {
        byte[] content =
                ("{\"x\":\"" + "x".repeat(LENGTH - 8) + "\"}").getBytes(StandardCharsets.US_ASCII);
        Addressed message = new Addressed(BOB, PHONE, RawJson.ofTrusted(content));
        UserId alice = UserId.parse("@alice:test.local");
        return IntStream.range(0, count)
                .mapToObj(n -> new SendTransaction(alice, "PHONE", "m.dummy", "t" + n))
                .map(transaction -> new SendRequest(transaction, List.of(message)))
                .toList();
    }
}
