package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.Following;
import dev.ganglion.sync.ring.RingLimits;

import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Account data and its stream. What is answered is committed. */
@Service
public class AccountData {
    /** The {@code roomId} of what belongs to no room. */
    public static final String GLOBAL = "";

    private static final int MAX_BYTES = 262_144;
    private static final int MAX_TYPE_BYTES = 255;
    private static final int MAX_ATTEMPTS = 20;
    private static final RingLimits IN_MEMORY = new RingLimits(5_000, DataSize.ofMegabytes(16));

    /** Few enough for the largest contents there may be: a batch takes 16 MB, the queue 128. */
    private static final GroupCommitSettings WRITES =
            new GroupCommitSettings(64, 512, GroupCommitSettings.DEFAULT.timeout(), Duration.ZERO);

    private final AccountDataRepository repository;
    private final GroupCommit<Change, Long> writes;
    private final FollowedStream<AccountDatum> stream;
    private final StreamFollower following;

    AccountData(
            AccountDataRepository repository,
            ChangeWriter writer,
            LongPolls polls,
            Bus bus,
            MeterRegistry metrics) {
        this.repository = repository;
        this.writes = new GroupCommit<>("account_data", WRITES, metrics, writer);
        this.stream = new FollowedStream<>(repository, IN_MEMORY);
        stream.onAppend(batch -> batch.forEach(datum -> polls.wakeUser(datum.userId())));
        this.following = Following.begin(Channel.ACCOUNT_DATA, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    public Mono<byte[]> find(UserId user, String roomId, String type) {
        return findDatum(user, roomId, type).map(datum -> datum.content().bytes());
    }

    /** With the position of its last change. */
    public Mono<AccountDatum> findDatum(UserId user, String roomId, String type) {
        return repository.find(user, roomId, type);
    }

    /**
     * Writes over what is there. {@code M_TOO_LARGE} when it is too much, on its own or with all
     * that the user keeps.
     */
    public Mono<Void> put(UserId user, String roomId, String type, byte[] content) {
        return write(
                new Change(
                        new Change.Key(user, roomId, type),
                        RawJson.ofTrusted(content),
                        Optional.empty()));
    }

    /**
     * Changes what is there; done again when somebody else was faster. The function must have no
     * side effects.
     */
    public Mono<Void> update(
            UserId user, String roomId, String type, Function<Optional<byte[]>, byte[]> change) {
        Change.Key key = new Change.Key(user, roomId, type);
        return repository
                .find(user, roomId, type)
                .map(before -> changed(before, change))
                .switchIfEmpty(Mono.fromSupplier(() -> begun(key, change)))
                .flatMap(this::write)
                .retryWhen(Retry.max(MAX_ATTEMPTS).filter(ChangeWriter.Stale.class::isInstance));
    }

    private static Change changed(AccountDatum before, Function<Optional<byte[]>, byte[]> change) {
        return new Change(
                new Change.Key(before.userId(), before.roomId(), before.type()),
                RawJson.ofTrusted(change.apply(Optional.of(before.content().bytes()))),
                Optional.of(before.position()));
    }

    /** A change of nothing. */
    private static Change begun(Change.Key key, Function<Optional<byte[]>, byte[]> change) {
        return new Change(key, RawJson.ofTrusted(change.apply(Optional.empty())), Optional.of(0L));
    }

    /** Tells of all account data as it appears in the stream. Only while the service is set up. */
    public void onAppend(Consumer<List<AccountDatum>> listener) {
        stream.onAppend(listener);
    }

    /** Up to where account data has been read. */
    public long position() {
        return stream.position();
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position);
    }

    /**
     * What changed of one user, the latest of each kind, from memory where that reaches back far
     * enough.
     */
    public Mono<List<AccountDatum>> between(UserId user, long after, long upTo) {
        if (after >= upTo) {
            return Mono.just(List.of());
        }
        return stream.between(after, upTo)
                .map(changes -> Mono.just(latest(changes, user)))
                .orElseGet(() -> repository.ofUser(user, after, upTo));
    }

    private static List<AccountDatum> latest(List<AccountDatum> changes, UserId user) {
        LinkedHashMap<List<String>, AccountDatum> byKind = new LinkedHashMap<>();
        for (AccountDatum datum : changes) {
            if (datum.userId().equals(user)) {
                byKind.putLast(List.of(datum.roomId(), datum.type()), datum);
            }
        }
        return List.copyOf(byKind.values());
    }

    private Mono<Void> write(Change change) {
        int typeBytes = change.key().type().getBytes(StandardCharsets.UTF_8).length;
        return change.bytes() > MAX_BYTES || typeBytes > MAX_TYPE_BYTES
                ? Mono.error(MatrixException.tooLarge("The account data is too large"))
                : writes.submit(change).then();
    }
}
