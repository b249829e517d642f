package dev.ganglion.auth.dehydrated;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.auth.devicekey.KeyUploads;
import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** A user has at most one; it comes to be with its keys, or not at all. */
@Service
class DehydratedDevices implements Belongings {
    private final DehydratedDeviceRepository devices;
    private final KeyUploads keys;
    private final Sessions sessions;
    private final DeviceLists deviceLists;

    DehydratedDevices(
            DehydratedDeviceRepository devices,
            KeyUploads keys,
            Sessions sessions,
            DeviceLists deviceLists) {
        this.devices = devices;
        this.keys = keys;
        this.sessions = sessions;
        this.deviceLists = deviceLists;
    }

    /**
     * In the place of the one before, which goes only if this one is good. {@code M_FORBIDDEN}
     * where somebody may be logged in on a device of this ID.
     */
    Mono<DeviceId> replace(UserId user, DehydrationRequest request) {
        DeviceId device = request.requireDeviceId();
        String data = request.requireData();
        var name = request.requireName();
        return keys.uploadFirst(
                        new UserDevice(user, device),
                        request.requireKeys(),
                        changes ->
                                end(changes, user)
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                devices.add(
                                                                        user, device, name, data)))
                                        .switchIfEmpty(Mono.error(DehydratedDevices::taken))
                                        .then())
                .thenReturn(device);
    }

    /** Empty where there is none. */
    Mono<DeviceId> delete(UserId user) {
        return deviceLists.change(changes -> end(changes, user));
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return delete(user).then();
    }

    private Mono<DeviceId> end(DeviceListChanges changes, UserId user) {
        return devices.findId(user)
                .flatMap(device -> sessions.end(changes, user, device).thenReturn(device));
    }

    private static MatrixException taken() {
        return MatrixException.forbidden("There is another device of this ID");
    }
}
