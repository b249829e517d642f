package dev.ganglion.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

class GroupCommitTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final BatchWriter<Integer, String> IMMEDIATE =
            BatchWriter.of(batch -> Mono.fromSupplier(() -> named(batch)));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<Sinks.Empty<Void>> commits = new ArrayList<>();

    /** Writes only when the test says so. */
    private final BatchWriter<Integer, String> manual =
            BatchWriter.of(
                    batch -> {
                        batches.add(batch);
                        Sinks.Empty<Void> commit = Sinks.empty();
                        commits.add(commit);
                        return commit.asMono()
                                .then(Mono.fromSupplier(() -> GroupCommitTest.named(batch)));
                    });

    @Test
    void anIdleWriterSendsAtOnce() {
        var commit = groupCommit(manual, GroupCommitSettings.DEFAULT);

        var result = commit.submit(1).toFuture();

        assertThat(batches).containsExactly(List.of(1));
        assertThat(result).isNotDone();
        commits.getFirst().tryEmitEmpty();
        assertThat(result).isCompletedWithValue("written 1");
    }

    @Test
    void writesThatArriveMeanwhileGoOutTogether() {
        var commit = groupCommit(manual, GroupCommitSettings.DEFAULT);
        var first = commit.submit(1).toFuture();
        var second = commit.submit(2).toFuture();
        var third = commit.submit(3).toFuture();

        commits.getFirst().tryEmitEmpty();

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
        assertThat(first).isCompletedWithValue("written 1");
        commits.getLast().tryEmitEmpty();
        assertThat(second).isCompletedWithValue("written 2");
        assertThat(third).isCompletedWithValue("written 3");
    }

    @Test
    void underLoadTheNextBatchWaitsForItsPace() {
        var paced = GroupCommitSettings.DEFAULT.withPace(Duration.ofSeconds(1));
        BatchWriter<Integer, Integer> sizes =
                BatchWriter.of(batch -> Mono.just(Collections.nCopies(batch.size(), batch.size())));
        var commit = new GroupCommit<>("test", paced, meters, sizes);

        int first = Objects.requireNonNull(commit.submit(1).block(SOON));
        var second = commit.submit(2).toFuture();
        var third = commit.submit(3).toFuture();

        assertThat(first).isEqualTo(1);
        assertThat(second).isNotDone().succeedsWithin(SOON).isEqualTo(2);
        assertThat(third).succeedsWithin(SOON).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 8", "4, 16", "5, 20", "6, 20", "500, 20"})
    void eachWriteOfASmallBatchWaitsForAFifthOfThePace(int writes, long millis) {
        var paced = GroupCommitSettings.DEFAULT.withPace(Duration.ofMillis(20));

        assertThat(paced.paceAfter(writes)).hasMillis(millis);
    }

    @Test
    void whatFollowsABatchOfSeveralWaitsForTheirPace() {
        Duration pace = Duration.ofSeconds(2);
        var commit = groupCommit(IMMEDIATE, GroupCommitSettings.DEFAULT.withPace(pace));
        commit.submit(1).block(SOON);
        Flux<String> several = Flux.range(2, 5).flatMap(commit::submit);
        long start = System.nanoTime();
        several.blockLast(SOON);

        commit.submit(7).block(SOON);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(pace);
    }

    @Test
    void aBatchHasALimit() {
        var commit = groupCommit(manual, new GroupCommitSettings(2, 10, SOON, Duration.ZERO));
        IntStream.rangeClosed(1, 5).forEach(write -> commit.submit(write).subscribe());

        commits.getFirst().tryEmitEmpty();
        commits.get(1).tryEmitEmpty();

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(4, 5));
    }

    @Test
    void aFullQueueRefusesWith503() {
        var commit = groupCommit(manual, new GroupCommitSettings(2, 1, SOON, Duration.ZERO));
        commit.submit(1).subscribe();
        commit.submit(2).subscribe();

        var refused = commit.submit(3);

        assertThatThrownBy(() -> refused.block(SOON))
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    @Test
    void aFailedBatchFailsItsWritesAndNoOthers() {
        var commit = groupCommit(manual, GroupCommitSettings.DEFAULT);
        var first = commit.submit(1).toFuture();
        var second = commit.submit(2).toFuture();

        commits.getFirst().tryEmitError(new IllegalStateException("away"));
        commits.getLast().tryEmitEmpty();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue("written 2");
    }

    @Test
    void aWriteWhoseCallerLeftIsNotSent() {
        var commit = groupCommit(manual, GroupCommitSettings.DEFAULT);
        commit.submit(1).subscribe();
        commit.submit(2).subscribe().dispose();
        commit.submit(3).subscribe();

        commits.getFirst().tryEmitEmpty();

        assertThat(batches).containsExactly(List.of(1), List.of(3));
    }

    @Test
    void aRefusedWriteFailsAlone() {
        BatchWriter<Integer, String> picky =
                batch -> Mono.just(batch.stream().map(GroupCommitTest::evenOnly).toList());
        var commit = groupCommit(picky, GroupCommitSettings.DEFAULT);

        assertThat(commit.submit(2).block(SOON)).isEqualTo("written 2");
        assertThatThrownBy(() -> commit.submit(3).block(SOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneRowThatTheDatabaseRefusesDoesNotTakeTheOthersWithIt() {
        BatchWriter<Integer, String> database =
                BatchWriter.of(
                        batch ->
                                batch.contains(13)
                                        ? Mono.error(
                                                new R2dbcDataIntegrityViolationException(
                                                        "refused", "23505"))
                                        : Mono.just(named(batch)));
        var gate = Sinks.<Void>empty();
        var commit =
                groupCommit(
                        batch -> gate.asMono().then(database.write(batch)),
                        GroupCommitSettings.DEFAULT);
        commit.submit(0).subscribe();
        var results =
                IntStream.rangeClosed(1, 20).mapToObj(i -> commit.submit(i).toFuture()).toList();

        gate.tryEmitEmpty();

        assertThat(results).allMatch(result -> result.isDone());
        assertThat(results.stream().filter(result -> result.isCompletedExceptionally())).hasSize(1);
        assertThat(results.get(12)).isCompletedExceptionally();
    }

    @Test
    void aWriterThatHangsIsGivenUpAndTheNextBatchGoesOut() {
        var commit =
                groupCommit(
                        batch ->
                                batch.contains(1)
                                        ? Mono.never()
                                        : BatchWriter.<Integer, String>of(
                                                        some -> Mono.just(named(some)))
                                                .write(batch),
                        new GroupCommitSettings(10, 10, Duration.ofMillis(50), Duration.ZERO));
        var hanging = commit.submit(1).toFuture();

        assertThat(commit.submit(2).block(SOON)).isEqualTo("written 2");
        assertThat(hanging).failsWithin(SOON);
    }

    @Test
    void everyWriteOfManyThreadsIsAnsweredOnce() {
        var commit =
                groupCommit(
                        BatchWriter.of(
                                batch -> Mono.delay(Duration.ofMillis(1)).thenReturn(named(batch))),
                        GroupCommitSettings.DEFAULT);

        List<String> results =
                Flux.range(0, 5_000)
                        .parallel()
                        .runOn(Schedulers.parallel())
                        .flatMap(commit::submit, false, 256)
                        .sequential()
                        .collectList()
                        .block(Duration.ofSeconds(30));

        assertThat(results).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(meters.get("ganglion.group.commit.batch").summary().totalAmount())
                .isEqualTo(5_000);
        assertThat(meters.get("ganglion.group.commit.queued").gauge().value()).isZero();
    }

    private GroupCommit<Integer, String> groupCommit(
            BatchWriter<Integer, String> writer, GroupCommitSettings settings) {
        return new GroupCommit<>("test", settings, meters, writer);
    }

    private static List<String> named(List<Integer> batch) {
        return batch.stream().map(write -> "written " + write).toList();
    }

    private static Outcome<String> evenOnly(int write) {
        return write % 2 == 0
                ? new Outcome.Written<>("written " + write)
                : new Outcome.Refused<>(new IllegalArgumentException("odd"));
    }
}
