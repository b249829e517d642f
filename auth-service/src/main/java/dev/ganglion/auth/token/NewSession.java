package dev.ganglion.auth.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.text.CodePoints;

import java.util.Optional;

/**
 * What a client asks for when it logs in.
 *
 * @param deviceId the device to log in on again; absent for a new one
 * @param deviceName the name of a new device; a known one keeps its name
 * @param oauthClient the client that the tokens are for, in the OAuth 2.0 API
 * @param origin where the login began, if it was at a single sign-on provider
 */
public record NewSession(
        Optional<DeviceId> deviceId,
        Optional<String> deviceName,
        boolean isRefreshable,
        Optional<String> oauthClient,
        Optional<ProviderSession> origin) {
    private static final int MAX_NAME_LENGTH = 100;

    /** Cuts a long name: nobody is kept from logging in because of it. */
    public NewSession {
        deviceName = deviceName.map(name -> CodePoints.first(MAX_NAME_LENGTH, name));
    }

    /** A login by the older API that began here. */
    public NewSession(
            Optional<DeviceId> deviceId, Optional<String> deviceName, boolean isRefreshable) {
        this(deviceId, deviceName, isRefreshable, Optional.empty(), Optional.empty());
    }

    /** The same, begun there. */
    public NewSession from(Optional<ProviderSession> other) {
        return new NewSession(deviceId, deviceName, isRefreshable, oauthClient, other);
    }
}
