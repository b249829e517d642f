package dev.ganglion.auth.devicelist;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Notes within a transaction of {@link DeviceLists} what it changes. */
public final class DeviceListChanges {
    private final DatabaseClient database;
    private final List<Runnable> afterCommit = new CopyOnWriteArrayList<>();
    private volatile boolean isAny;

    DeviceListChanges(DatabaseClient database) {
        this.database = database;
    }

    /** Others have to ask anew for the keys of these users. */
    public Mono<Void> ofUsers(Collection<UserId> users) {
        return users.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                insert into auth.device_list_change (user_id, position)
                                select changed.user_id, nextval('auth.device_list_position')
                                from unnest(:users) as changed(user_id)
                                on conflict (user_id) do update
                                set position = excluded.position
                                """)
                        .bind("users", texts(users, UserId::value))
                        .fetch()
                        .rowsUpdated()
                        .doOnNext(this::note)
                        .then();
    }

    /**
     * The same where one of these devices has keys, to be called before it is deleted: nobody knows
     * of the others. Relies on device_key's primary key.
     */
    public Mono<Void> ofDevices(UserId user, Collection<DeviceId> devices) {
        return database.sql(
                        """
                        insert into auth.device_list_change (user_id, position)
                        select :user, nextval('auth.device_list_position')
                        where exists (
                            select 1
                            from auth.device_key
                            where user_id = :user and device_id = any(:devices))
                        on conflict (user_id) do update
                        set position = excluded.position
                        """)
                .bind("user", user.value())
                .bind("devices", texts(devices, DeviceId::value))
                .fetch()
                .rowsUpdated()
                .doOnNext(this::note)
                .then();
    }

    /** These devices, which are there, have to be told how many unclaimed keys they have left. */
    public Mono<Void> ofKeyCounts(Collection<UserDevice> devices) {
        return devices.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                insert into auth.device_key_change (user_id, device_id, position)
                                select changed.user_id, changed.device_id, nextval('auth.device_list_position')
                                from unnest(:users, :devices) as changed(user_id, device_id)
                                on conflict (user_id, device_id) do update
                                set position = excluded.position
                                """)
                        .bind("users", texts(devices, device -> device.userId().value()))
                        .bind("devices", texts(devices, device -> device.deviceId().value()))
                        .fetch()
                        .rowsUpdated()
                        .doOnNext(this::note)
                        .then();
    }

    /**
     * What users have signed: everybody has to ask anew for who has signed an own key, and whoever
     * has signed another's for that one.
     */
    public Mono<Void> ofSignatures(Collection<UserSignature> signatures) {
        List<UserSignature> ofOthers = signatures.stream().filter(s -> !s.isOfOwn()).toList();
        List<UserId> ofOwn =
                signatures.stream()
                        .filter(UserSignature::isOfOwn)
                        .map(UserSignature::signer)
                        .toList();
        return ofUsers(ofOwn).then(ofOthers.isEmpty() ? Mono.empty() : signedOthers(ofOthers));
    }

    private Mono<Void> signedOthers(List<UserSignature> signatures) {
        return database.sql(
                        """
                        insert into auth.user_signature_change (signer_user_id, target_user_id, position)
                        select made.signer, made.target, nextval('auth.device_list_position')
                        from unnest(:signers, :targets) as made(signer, target)
                        on conflict (signer_user_id, target_user_id) do update
                        set position = excluded.position
                        """)
                .bind("signers", texts(signatures, made -> made.signer().value()))
                .bind("targets", texts(signatures, made -> made.target().value()))
                .fetch()
                .rowsUpdated()
                .doOnNext(this::note)
                .then();
    }

    /** What others may be told only when it is committed; must not fail. */
    public void afterCommit(Runnable telling) {
        afterCommit.add(telling);
    }

    boolean isAny() {
        return isAny;
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    private void note(long rows) {
        isAny |= rows > 0;
    }

    private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
        return values.stream().distinct().map(text).toArray(String[]::new);
    }
}
