package dev.ganglion.auth.registration;

import dev.ganglion.auth.token.Session;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/** The account, and the login to it if one was wanted. */
record RegisterResponse(
        UserId userId,
        ServerName homeServer,
        Optional<DeviceId> deviceId,
        Optional<String> accessToken,
        Optional<String> refreshToken,
        Optional<Long> expiresInMs) {

    static RegisterResponse withoutLogin(UserId user) {
        return new RegisterResponse(
                user,
                user.serverName(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static RegisterResponse of(Session session) {
        return new RegisterResponse(
                session.userId(),
                session.userId().serverName(),
                Optional.of(session.deviceId()),
                Optional.of(session.tokens().accessToken()),
                session.tokens().refreshToken(),
                session.tokens().expiresInMs());
    }

    /** Without the tokens, which must not get into a log. */
    @Override
    public String toString() {
        return "RegisterResponse[" + userId + "]";
    }
}
