package dev.ganglion.auth.registration;

import dev.ganglion.auth.appservice.CallingApplicationService;
import dev.ganglion.auth.token.NewSession;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * The body of a registration.
 *
 * @param type set by application services alone; how anybody else may register is negotiated
 */
record RegisterRequest(
        Optional<String> type,
        Optional<JsonObject> auth,
        Optional<String> username,
        Optional<String> password,
        Optional<DeviceId> deviceId,
        Optional<String> initialDeviceDisplayName,
        Optional<Boolean> inhibitLogin,
        Optional<Boolean> refreshToken) {

    boolean isByApplicationService() {
        return type.equals(Optional.of(CallingApplicationService.LOGIN_TYPE));
    }

    boolean isLoginWanted() {
        return !inhibitLogin.orElse(false);
    }

    NewSession session() {
        return new NewSession(deviceId, initialDeviceDisplayName, refreshToken.orElse(false));
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "RegisterRequest";
    }
}
