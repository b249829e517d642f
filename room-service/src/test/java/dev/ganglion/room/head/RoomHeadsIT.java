package dev.ganglion.room.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

@GanglionTest
class RoomHeadsIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private HeadRepository repository;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean isHearingOfWrites = new AtomicBoolean(true);
    private RoomHeads heads;
    private RoomId room;

    @BeforeEach
    void aSmallCacheAndARoom() {
        heads =
                new RoomHeads(
                        repository,
                        new HeadProperties(DataSize.ofKilobytes(64)),
                        isHearingOfWrites::get,
                        meters);
        room = RoomId.parse(new RoomCaller(web, tokens, "alice").createsRoom("{}"));
    }

    @Test
    void aHeadIsKept() {
        RoomHead head = find(List.of(StateKeyTuple.CREATE));

        assertThat(find(List.of(StateKeyTuple.POWER_LEVELS))).isSameAs(head);
        assertThat(head.get(StateKeyTuple.CREATE)).isPresent();
        assertThat(head.get(StateKeyTuple.POWER_LEVELS)).isPresent();
    }

    @Test
    void withoutHintsReadersAskTheDatabaseAndWritersDoNot() {
        RoomHead head = find(List.of());

        isHearingOfWrites.set(false);

        assertThat(find(List.of())).isNotSameAs(head);
        assertThat(heads.getForWrite(room, List.of()).block()).isSameAs(head);
    }

    @Test
    void aHeadThatSomebodyMovedWhileItWasLoadedIsNotKept() {
        Mono<RoomHead> loading = heads.find(room, List.of());
        heads.drop(room);

        assertThat(loading.block()).isNotNull();
        assertThat(cached()).isZero();
    }

    @Test
    void aHeadThatGrowsBeyondTheCacheIsForgotten() {
        find(List.of(StateKeyTuple.CREATE));
        assertThat(cached()).isEqualTo(1);

        find(manyAbsentKeys());

        await().until(() -> cached() == 0);
    }

    @Test
    void aHeadGrowsByWhatIsLoadedAndWritten() {
        RoomHead head = find(List.of());
        int empty = head.weight();

        find(List.of(StateKeyTuple.CREATE));
        int loaded = head.weight();
        StateEvent create = head.stateEvent(StateKeyTuple.CREATE).orElseThrow();
        heads.advance(
                head, head.extent(), Map.of(new StateKeyTuple("m.room.create", "again"), create));

        assertThat(loaded).isGreaterThan(empty + create.event().canonicalBytes().length);
        assertThat(head.weight() - loaded).isGreaterThanOrEqualTo(loaded - empty);
    }

    private RoomHead find(List<StateKeyTuple> keys) {
        return Objects.requireNonNull(heads.find(room, keys).block());
    }

    private double cached() {
        return meters.get("ganglion.room.heads.cached").gauge().value();
    }

    private static List<StateKeyTuple> manyAbsentKeys() {
        return IntStream.range(0, 300)
                .mapToObj(number -> new StateKeyTuple("absent", "k".repeat(200) + number))
                .toList();
    }
}
