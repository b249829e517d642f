package dev.ganglion.auth.sharedsecret;

import dev.ganglion.auth.token.NewSession;
import dev.ganglion.protocol.error.MatrixException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of a registration by secret. */
record SharedSecretRequest(
        Optional<String> nonce,
        Optional<String> username,
        Optional<String> password,
        Optional<Boolean> admin,
        Optional<String> userType,
        Optional<String> mac,
        Optional<Boolean> inhibitLogin) {

    static String required(String name, Optional<String> value) {
        return value.orElseThrow(() -> MatrixException.badJson(name + " must be specified"));
    }

    boolean isAdmin() {
        return admin.orElse(false);
    }

    boolean isLoginWanted() {
        return !inhibitLogin.orElse(false);
    }

    NewSession session() {
        return new NewSession(Optional.empty(), Optional.empty(), false);
    }

    /** What the MAC is made of. */
    List<String> proven() {
        List<String> parts = new ArrayList<>();
        parts.add(required("nonce", nonce));
        parts.add(required("username", username));
        parts.add(required("password", password));
        parts.add(isAdmin() ? "admin" : "notadmin");
        userType.ifPresent(parts::add);
        return parts;
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "SharedSecretRequest";
    }
}
