package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Starts and ends logins. A device has one session: to log in on it again ends the one before. What
 * ends here is announced after the commit, and dead everywhere within a second.
 */
@Service
public class Sessions {
    private static final int EVERY = Integer.MAX_VALUE;

    /**
     * There are more only after the limit was lowered: then others wait no longer for one login.
     */
    private static final int MOST_REPLACED = 20;

    private final DeviceSessions devices;
    private final TokenIssue issue;
    private final TokenGenerator generator;
    private final EndedSessions ended;
    private final DeviceLists deviceLists;
    private final ProviderSessions origins;
    private final TransactionalOperator transaction;

    Sessions(
            DeviceSessions devices,
            TokenIssue issue,
            TokenGenerator generator,
            EndedSessions ended,
            DeviceLists deviceLists,
            ProviderSessions origins,
            TransactionalOperator transaction) {
        this.devices = devices;
        this.issue = issue;
        this.generator = generator;
        this.ended = ended;
        this.deviceLists = deviceLists;
        this.origins = origins;
        this.transaction = transaction;
    }

    /** For an account that was just made. */
    public Mono<Session> start(UserId user, NewSession request) {
        return start(user, 0, request);
    }

    /**
     * Fails with {@code M_FORBIDDEN} when the account has ended in the meantime, or has another
     * password than the one that was checked, or the device is a dehydrated one. One device too
     * many ends the one that was unused for longest.
     */
    public Mono<Session> start(UserId user, int passwordVersion, NewSession request) {
        return start(user, passwordVersion, request, Mono.just(true));
    }

    /**
     * The same for who shows a ticket that is good once.
     *
     * @param ticket deletes its row, within the transaction of the login, and says whether it was
     *     there: with another answer nothing begins. Whoever revokes tickets waits for a login
     *     under way, and finds the device afterwards.
     */
    public Mono<Session> start(
            UserId user, int passwordVersion, NewSession request, Mono<Boolean> ticket) {
        DeviceId deviceId = request.deviceId().orElseGet(generator::deviceId);
        UserDevice device = new UserDevice(user, deviceId);
        var login = new Login(device, passwordVersion, request, ticket);
        return begun(login, _ -> Mono.error(new TooManyDevices()))
                .as(transaction::transactional)
                .onErrorResume(TooManyDevices.class, _ -> replacing(login))
                .doOnNext(started -> ended.publishLogout(device, started.oldTokens))
                .as(Uninterrupted::work)
                .map(started -> new Session(user, deviceId, started.tokens));
    }

    /** With the lock that the end of a device takes, from the first statement on. */
    private Mono<Started> replacing(Login login) {
        return deviceLists.change(
                changes ->
                        begun(
                                login,
                                surplus ->
                                        Flux.fromIterable(surplus)
                                                .concatMap(
                                                        each ->
                                                                end(
                                                                        changes,
                                                                        login.device.userId(),
                                                                        each))
                                                .then()));
    }

    /** The ticket's row is the last to be locked: nobody waits for it while it waits for others. */
    private Mono<Started> begun(Login login, Function<List<DeviceId>, Mono<Void>> making) {
        UserDevice device = login.device;
        return devices.take(device, login.passwordVersion, login.request)
                .switchIfEmpty(Mono.error(Sessions::changed))
                .flatMap(
                        isNew ->
                                isNew ? withRoom(device, making) : Mono.defer(() -> forget(device)))
                .delayUntil(_ -> origins.remember(device, login.request.origin()))
                .flatMap(old -> issued(device, old, login.request.isRefreshable()))
                .delayUntil(_ -> login.used());
    }

    /** A new device has no tokens yet, but may be one too many. */
    private Mono<List<TokenHash>> withRoom(
            UserDevice device, Function<List<DeviceId>, Mono<Void>> making) {
        return devices.listSurplus(device, MOST_REPLACED)
                .filter(surplus -> !surplus.isEmpty())
                .flatMap(making)
                .thenReturn(List.of());
    }

    /** The tokens of the session that was on this device before. */
    private Mono<List<TokenHash>> forget(UserDevice device) {
        return origins.forget(device).then(Mono.defer(() -> deleteTokens(device)));
    }

    /** Ends these sessions and forgets their devices; unknown ones are no error. */
    public Mono<Void> end(UserId user, Collection<DeviceId> deviceIds) {
        return Flux.fromIterable(deviceIds.stream().distinct().toList())
                .concatMap(device -> end(new UserDevice(user, device)))
                .then()
                .as(Uninterrupted::work);
    }

    /** The same with one device in a transaction that its caller has begun. */
    public Mono<Void> end(DeviceListChanges changes, UserId user, DeviceId deviceId) {
        UserDevice device = new UserDevice(user, deviceId);
        return devices.lock(device)
                .flatMap(_ -> noted(changes, device).then(deleted(user, List.of(deviceId))))
                .doOnNext(tokens -> changes.afterCommit(() -> ended.publishDeleted(device, tokens)))
                .then();
    }

    /** Ends all sessions but that of one device. A dehydrated device has none, and stays. */
    public Mono<Void> endOthers(UserId user, Optional<DeviceId> kept) {
        return devices.lockAll(user)
                .map(
                        all ->
                                all.stream()
                                        .filter(device -> !kept.equals(Optional.of(device)))
                                        .toList())
                .flatMap(others -> end(user, others));
    }

    /**
     * Ends every session of a user, in a transaction of its own. A dehydrated device has none, and
     * stays.
     */
    public Mono<Void> endAll(UserId user) {
        return deviceLists
                .change(changes -> allDeleted(changes, user))
                .doOnNext(tokens -> ended.publishAll(user, tokens))
                .then()
                .as(Uninterrupted::work);
    }

    /** Ends what a provider's session began: all of its subject's when the provider names none. */
    public Mono<Void> endAllFrom(ProviderSession origin) {
        Flux<UserDevice> begun =
                origin.id()
                        .map(id -> origins.listOfSession(origin.provider(), id))
                        .orElseGet(
                                () -> origins.listOfSubject(origin.provider(), origin.subject()));
        return begun.collectList()
                .flatMapIterable(devices -> devices)
                .concatMap(this::end)
                .then()
                .as(Uninterrupted::work);
    }

    /** Gateways forget what they know of the user's sessions, none of which ends. */
    public void standingChanged(UserId user) {
        ended.publishChanged(user);
    }

    private Mono<Void> end(UserDevice device) {
        return deviceLists.change(changes -> end(changes, device.userId(), device.deviceId()));
    }

    private Mono<List<TokenHash>> allDeleted(DeviceListChanges changes, UserId user) {
        return devices.lockAll(user)
                .delayUntil(all -> changes.ofDevices(user, all))
                .flatMap(all -> deleted(user, all));
    }

    /** Before the device's keys go with it. */
    private static Mono<Void> noted(DeviceListChanges changes, UserDevice device) {
        return changes.ofDevices(device.userId(), List.of(device.deviceId()));
    }

    /** In as many statements for a thousand devices as for one: the lock is everybody's. */
    private Mono<List<TokenHash>> deleted(UserId user, List<DeviceId> ended) {
        return devices.deleteAccessTokens(user, ended)
                .collectList()
                .delayUntil(_ -> devices.deleteDevices(user, ended));
    }

    private Mono<List<TokenHash>> deleteTokens(UserDevice device) {
        return devices.deleteAccessTokens(device, 0, EVERY)
                .collectList()
                .flatMap(tokens -> devices.deleteRefreshTokens(device, 0).thenReturn(tokens));
    }

    private Mono<Started> issued(UserDevice device, List<TokenHash> old, boolean isRefreshable) {
        return issue.issue(device, 0, isRefreshable).map(tokens -> new Started(tokens, old));
    }

    private static MatrixException changed() {
        return MatrixException.forbidden(
                "The account has changed in the meantime, or nobody can log in on this device");
    }

    /** What begins a session again, by way of the lock of device lists. */
    private static final class TooManyDevices extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyDevices() {
            super("Too many devices", null, false, false);
        }
    }

    private record Login(
            UserDevice device, int passwordVersion, NewSession request, Mono<Boolean> ticket) {
        Mono<Boolean> used() {
            return ticket.filter(isGood -> isGood).switchIfEmpty(Mono.error(Sessions::changed));
        }
    }

    private record Started(IssuedTokens tokens, List<TokenHash> oldTokens) {}
}
