package dev.ganglion.auth.login;

import dev.ganglion.auth.token.NewSession;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** The body of a login. */
record LoginRequest(
        Optional<String> type,
        Optional<JsonObject> identifier,
        Optional<String> user,
        Optional<String> medium,
        Optional<String> address,
        Optional<String> password,
        Optional<String> token,
        Optional<DeviceId> deviceId,
        Optional<String> initialDeviceDisplayName,
        Optional<Boolean> refreshToken) {

    /**
     * The user who is named: a user ID or its localpart. An address of another kind belongs to
     * nobody here, which is refused like a wrong password.
     */
    String namedUser() {
        if (identifier.isPresent()) {
            return named(identifier.get());
        }
        if (medium.isPresent()) {
            throw noSuchAddress();
        }
        return user.orElseThrow(() -> MatrixException.missingParam("identifier"));
    }

    /**
     * The email address that is named in the place of a user. An address of any other kind belongs
     * to nobody here, which is refused like a wrong password.
     */
    Optional<String> namedAddress() {
        if (identifier.isPresent()) {
            JsonObject named = identifier.get();
            boolean isAddress =
                    named.string("type").map("m.id.thirdparty"::equals).orElse(named.has("medium"));
            return isAddress
                    ? Optional.of(email(named.string("medium"), named.string("address")))
                    : Optional.empty();
        }
        return medium.isPresent() ? Optional.of(email(medium, address)) : Optional.empty();
    }

    NewSession session() {
        return new NewSession(deviceId, initialDeviceDisplayName, refreshToken.orElse(false));
    }

    private static String named(JsonObject identifier) {
        String type =
                identifier
                        .string("type")
                        .orElseThrow(() -> MatrixException.missingParam("identifier.type"));
        return switch (type) {
            case "m.id.user" ->
                    identifier
                            .string("user")
                            .orElseThrow(() -> MatrixException.missingParam("identifier.user"));
            case "m.id.thirdparty", "m.id.phone" -> throw noSuchAddress();
            default -> throw MatrixException.of(400, ErrorCode.UNKNOWN, "Unknown identifier type");
        };
    }

    private static String email(Optional<String> medium, Optional<String> address) {
        String given = address.orElseThrow(() -> MatrixException.missingParam("address"));
        if (!medium.equals(Optional.of("email"))) {
            throw noSuchAddress();
        }
        return given;
    }

    private static MatrixException noSuchAddress() {
        return MatrixException.forbidden("Nobody here is known by this address");
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "LoginRequest";
    }
}
