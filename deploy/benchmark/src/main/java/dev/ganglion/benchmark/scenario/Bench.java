package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.client.Homeserver;
import dev.ganglion.benchmark.report.CpuMeter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What every scenario works with.
 *
 * @param registrationToken for servers that ask for one, else empty
 * @param rate operations a second that the load scenarios start
 * @param length how long each of them loads the server
 */
public record Bench(
        Homeserver server, CpuMeter cpu, String registrationToken, double rate, Duration length) {
    private static final int AT_ONCE = 4;

    /** New users, registered a few at a time so that password hashing does not time out. */
    public List<Account> users(int count) {
        String run = UUID.randomUUID().toString().substring(0, 8);
        return await(
                Flux.fromStream(IntStream.range(0, count).boxed())
                        .flatMapSequential(
                                number ->
                                        server.register(
                                                "bench-" + run + "-" + number,
                                                "a long password " + run,
                                                registrationToken),
                                AT_ONCE)
                        .collectList());
    }

    /** New devices of these users in turn, logged in a few at a time too. */
    public List<Account> devices(List<Account> users, int count) {
        return await(
                Flux.range(0, count)
                        .map(number -> users.get(number % users.size()))
                        .flatMapSequential(
                                user -> server.login(user.userId(), user.password()), AT_ONCE)
                        .collectList());
    }

    public List<String> rooms(Account creator, int count) {
        return await(
                Flux.range(0, count)
                        .flatMapSequential(
                                number -> server.createRoom(creator, "Benchmark " + number),
                                AT_ONCE)
                        .collectList());
    }

    public void joinAll(List<Account> accounts, List<String> roomIds) {
        Flux.fromIterable(accounts)
                .flatMap(
                        account ->
                                Flux.fromIterable(roomIds)
                                        .concatMap(room -> server.join(account, room)),
                        AT_ONCE)
                .blockLast();
    }

    /** Everybody leaves and comes back. */
    public void rejoinAll(List<Account> accounts, String roomId) {
        Flux.fromIterable(accounts)
                .flatMap(
                        account -> server.leave(account, roomId).then(server.join(account, roomId)),
                        AT_ONCE)
                .blockLast();
    }

    /** As many messages, some at once. */
    public void sendAll(Account sender, String roomId, int count, String text) {
        Flux.range(0, count)
                .flatMap(number -> server.send(sender, roomId, "a" + number, text), AT_ONCE)
                .blockLast();
    }

    /** Where a reader starts that wants only what comes after now. */
    public String positionOf(Account account) {
        return await(
                server.sync(account, "", Duration.ZERO)
                        .map(answer -> answer.path("next_batch").asString()));
    }

    private static <T> T await(Mono<T> answer) {
        return Objects.requireNonNull(answer.block());
    }
}
